import { type Command, Option } from 'commander';
import { createToken, listTokens, revokeToken, tokenScopes, type TokenScope } from '../database/tokens';
import { StewardError } from '../domain/errors';
import { parseDuration } from '../formats/project-file/parse-duration';
import { isObjectId } from '../formats/project-file/schema';
import type { CliContext } from './context';

/** Longer ones are forgotten by their owners before they end. */
const longestMs = 366 * 86_400_000;

export function addTokenVerbs(program: Command, context: CliContext): void {
  const token = program.command('token').description('personal tokens for the HTTP API');
  token
    .command('create')
    .requiredOption('--for <object id>', "the owner's directory object id")
    .addOption(new Option('--scope <scope...>', 'what it allows').choices([...tokenScopes]).makeOptionMandatory())
    .option('--expires <duration>', 'from now: 90d, 12h', '90d')
    .description('create a token and print it once')
    .action((options: { for: string; scope: TokenScope[]; expires: string }) => create(context, options));
  token
    .command('list')
    .description('tokens by id, owner and term; never the tokens themselves')
    .action(async () => {
      for (const row of await listTokens(context.database()))
        context.print(
          `${row.id}  ${row.hint}…  ${row.owner}  ${row.scopes.join(',')}  ${row.revokedAt ? `revoked ${row.revokedAt}` : `until ${row.expiresAt}`}`,
        );
    });
  token
    .command('revoke')
    .argument('<id>', 'its id, as `token list` shows it')
    .description('end a token now')
    .action((id: string) => revoke(context, id));
}

async function create(
  context: CliContext,
  options: { for: string; scope: TokenScope[]; expires: string },
): Promise<void> {
  const owner = options.for.toLowerCase();
  if (!isObjectId(owner)) throw new StewardError('object_id_invalid', { given: options.for.slice(0, 60) });
  const ms = parseDuration(options.expires);
  if (ms === undefined || ms <= 0 || ms > longestMs)
    throw new StewardError('duration_invalid', { given: options.expires.slice(0, 60), longest: '366d' });
  const at = context.now();
  const secret = `stw_${context.newSecret()}`;
  const expiresAt = new Date(Date.parse(at) + ms).toISOString();
  const actor = { kind: 'local', user: context.localUser } as const;
  const id = await context
    .database()
    .transaction((tx) => createToken(tx, { secret, owner, scopes: options.scope, expiresAt, actor, at }));
  context.print(secret);
  context.print(`Token ${id} of ${owner}, until ${expiresAt}. It is shown this once and kept nowhere.`);
}

async function revoke(context: CliContext, given: string): Promise<void> {
  const id = /^[1-9]\d{0,14}$/.test(given) ? Number(given) : 0;
  const actor = { kind: 'local', user: context.localUser } as const;
  const done = await context.database().transaction((tx) => revokeToken(tx, id, actor, context.now()));
  if (!done) throw new StewardError('token_unknown', { token: given.slice(0, 20) });
  context.print(`Token ${id} is revoked.`);
}
