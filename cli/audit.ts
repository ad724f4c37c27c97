import type { Command } from 'commander';
import { readAuditOf, verifyAudit } from '../database/audit';
import { StewardError } from '../domain/errors';
import type { CliContext } from './context';

export function addAuditVerbs(program: Command, context: CliContext): void {
  const audit = program.command('audit').description('the chain of what was asked, decided, intended and observed');
  audit
    .command('verify')
    .description('recompute the whole chain; name the first row that was changed')
    .action(async () => {
      const verdict = await verifyAudit(context.database());
      if (!verdict.intact) throw new StewardError('audit_broken', { seq: verdict.seq, why: verdict.why });
      context.print(`The chain is intact: ${verdict.rows} rows, head ${verdict.head}.`);
      context.print('Keep this head elsewhere: whoever can rewrite all rows can only be caught by it.');
    });
  audit
    .command('show')
    .argument('<subject>', 'release/r17, retraining/t4, alert/a3, version/hmeq/v4, project/hmeq')
    .description('the rows of one subject, as JSON lines')
    .action(async (subject: string) => {
      const rows = await readAuditOf(context.database(), recordedSubject(subject));
      if (rows.length === 0) throw new StewardError('audit_nothing', { subject: subject.slice(0, 200) });
      for (const row of rows) context.print(JSON.stringify(row));
    });
}

/** `release/r17` as people say it → `release/17` as it is recorded. */
function recordedSubject(subject: string): string {
  return subject.replace(/^(release\/)r(?=\d+$)|^(retraining\/)t(?=\d+$)|^(alert\/)a(?=\d+$)/i, '$1$2$3');
}
