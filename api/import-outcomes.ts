import type { Request } from 'restify';
import { z } from 'zod';
import { importOutcomes } from '../database/outcomes';
import { errorText, StewardError } from '../domain/errors';
import type { GivenOutcome } from '../domain/outcomes/import';
import { referenceFault, valueFault } from '../domain/outcomes/faults';
import type { Instant } from '../domain/release/release';
import { hashJson } from '../formats/hash';
import { parseInstant } from '../formats/parse-instant';
import { authorise } from './authorise';
import type { ApiDependencies, Handler } from './dependencies';
import { readJsonBody } from './read-json-body';

const limits = { bytes: 4 * 1024 * 1024, rows: 10_000, problems: 20 } as const;

const reference = z
  .string('the reference is not text')
  .transform((text, context) => checked(text.trim(), 'the reference', referenceFault, context));
/** `null`: not known yet. */
const outcome = z
  .union([z.string(), z.number(), z.boolean(), z.null()], 'an outcome is a text, a number, true, false or null')
  .transform((value, context) => checked(String(value ?? ''), 'the outcome', valueFault, context));
const observedAt = z.string('the time is not text').transform((text, context) => {
  const instant = parseInstant(text);
  if (instant !== undefined) return instant;
  context.addIssue({ code: 'custom', message: 'the time is not by ISO 8601 with its zone, nor a date' });
  return z.NEVER;
});
const key = z
  .string('the key is not text')
  .regex(/^[\x21-\x7e]{1,200}$/, 'a key has 1 to 200 printable characters without blanks');

function checked(
  text: string,
  what: string,
  faultOf: (text: string) => string | undefined,
  context: z.RefinementCtx,
): string {
  const fault = faultOf(text);
  if (fault !== undefined) context.addIssue({ code: 'custom', message: `${what} ${fault}` });
  return text;
}

const deliverySchema = z.strictObject({
  outcomes: z
    .array(z.strictObject({ reference, outcome, observedAt: observedAt.optional() }), 'this is not a list')
    .min(1, 'there is none; send at least one outcome')
    .max(limits.rows, `there are more than ${limits.rows}; send them in several requests`),
  correct: z.boolean('this is neither true nor false').default(false),
  key: key.optional(),
});

/**
 * POST /api/projects/<project>/outcomes: keeps outcomes, at most 10,000 and 4 MiB in one request. The same key, or without
 * one the same outcomes, is the same delivery and gets the first answer again. Scope `outcomes:write`.
 */
export const importOutcomesRoute: Handler = async (deps, request) => {
  const { owner, project } = await authorise(deps, request, 'outcomes:write', 'import-outcomes');
  const given = readDelivery(await readJsonBody(request, limits.bytes), request);
  const digest = hashJson({
    outcomes: given.outcomes.map((one) => [one.reference, one.outcome, one.observedAt ?? null]),
    correct: given.correct,
  });
  const at = deps.now();
  const { import: kept, again } = await deps.database.transaction((tx) =>
    importOutcomes(
      tx,
      {
        project: project.file.project,
        outcomes: given.outcomes.map((one) => withTime(one, at)),
        event: project.file.contract.outcome.event,
        correct: given.correct,
        key: given.key ?? digest,
        digest,
        source: 'HTTP',
        importedBy: { kind: 'person', objectId: owner.objectId },
        placeOf: (row, field) => `outcomes[${row}].${field}`,
      },
      deps.now,
    ),
  );
  if (!again) await announce(deps, kept.id);
  return { status: 200, body: { import: kept.id, again, importedAt: kept.importedAt, summary: kept.summary } };
};

type Given = z.output<typeof deliverySchema>;

/** Throws `outcomes_invalid` with the place of every mistake, as far as there is room. */
function readDelivery(body: unknown, request: Request): Given {
  const header = request.header('idempotency-key', '');
  const withKey = isRecord(body) && body['key'] === undefined && header !== '' ? { ...body, key: header } : body;
  const read = deliverySchema.safeParse(withKey);
  if (read.success) return read.data;
  const problems = read.error.issues.map(({ path, message }) => `${placeText(path)}: ${message.slice(0, 200)}`);
  const left = problems.length - limits.problems;
  const shown = [...problems.slice(0, limits.problems), ...(left > 0 ? [`… and ${left} more`] : [])];
  throw new StewardError('outcomes_invalid', { count: problems.length, problems: shown.join('\n') });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `outcomes[3].reference` */
function placeText(path: readonly PropertyKey[]): string {
  if (path.length === 0) return 'the body';
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
}

function withTime(
  { reference: of, outcome: value, observedAt: time }: Given['outcomes'][number],
  at: Instant,
): GivenOutcome {
  return { reference: of, value, observedAt: time ?? at };
}

/** The import stands whether or not the engine hears of it now: the sweep tells it later. */
async function announce(deps: ApiDependencies, id: number): Promise<void> {
  try {
    await deps.imports.announceImport(id);
  } catch (error) {
    deps.logger.warn('an import was not announced', { import: id, why: errorText(error) });
  }
}
