import { z } from 'zod';

/** What the API says of a project (`GET /api/projects/<project>/overview`), as far as the panel shows it. */

const step = z.object({
  name: z.string(),
  state: z.enum(['done', 'running', 'failed', 'waiting', 'todo', 'skipped']),
  words: z.string().optional(),
});
export type Step = z.infer<typeof step>;

const release = z.object({
  name: z.string(),
  version: z.string(),
  state: z.string(),
  stateWords: z.string(),
  requestedBy: z.string(),
  requestedAt: z.string(),
  endedAt: z.string().nullable(),
  /** The characters of its card that a decision by text names; null while it waits for none. */
  shown: z.string().nullable(),
  workflowId: z.string(),
  /** Null unless it waits for people; all are told by name. */
  approval: z
    .object({
      needed: z.number(),
      approvedBy: z.array(z.string()),
      mayDecide: z.array(z.string()),
      mayNot: z.array(z.object({ name: z.string(), why: z.enum(['requester', 'modeller']) })),
    })
    .nullable(),
  steps: z.array(step),
});

const retraining = z.object({
  name: z.string(),
  state: z.string(),
  stateWords: z.string(),
  requestedAt: z.string(),
  endedAt: z.string().nullable(),
  /** What it registered, and the release that asks for it. */
  version: z.string().nullable(),
  release: z.string().nullable(),
  workflowId: z.string(),
  steps: z.array(step),
});

const evaluation = z.object({
  window: z.number(),
  version: z.string(),
  state: z.string(),
  stateWords: z.string(),
  ks: z.number().nullable(),
  /** Of the interval at `level`. */
  low: z.number().nullable(),
  high: z.number().nullable(),
  level: z.number(),
  auc: z.number().nullable(),
  rows: z.number(),
  events: z.number(),
  threshold: z.number().nullable(),
  from: z.string(),
  to: z.string(),
  asOf: z.string(),
});
export type Evaluation = z.infer<typeof evaluation>;

const mark = z.object({
  kind: z.enum(['release', 'retraining']),
  name: z.string(),
  version: z.string(),
  at: z.string(),
});
export type Mark = z.infer<typeof mark>;

const distribution = z.object({
  window: z.number(),
  version: z.string(),
  bins: z.array(z.object({ from: z.number(), to: z.number(), events: z.number(), others: z.number() })),
});
export type Distribution = z.infer<typeof distribution>;

const environment = z.object({
  name: z.string(),
  leading: z.boolean(),
  serving: z
    .object({
      version: z.string(),
      packageDigest: z.string(),
      imageDigest: z.string(),
      release: z.string(),
      since: z.string(),
      approvedBy: z.array(z.string()),
    })
    .nullable(),
  scoringUrl: z.string().nullable(),
  release: release.nullable(),
  retraining: retraining.nullable(),
  alert: z
    .object({
      name: z.string(),
      state: z.string(),
      version: z.string(),
      raisedAt: z.string(),
      acknowledged: z.boolean(),
    })
    .nullable(),
  policy: z
    .object({
      threshold: z.number(),
      consecutive: z.number(),
      minimumEvents: z.number(),
      coverage: z.number(),
    })
    .nullable(),
  evaluations: z.array(evaluation),
  marks: z.array(mark),
  /** The next window so far. */
  pending: z.object({
    rows: z.number(),
    /** Null where it is a stretch of time, of which that is not counted. */
    withOutcome: z.number().nullable(),
    /** Rows that it takes; null where it is a stretch of time. */
    of: z.number().nullable(),
    /** Counting stopped at `rows`: there may be more. */
    atLeast: z.boolean(),
  }),
  distribution: distribution.nullable(),
});
export type Environment = z.infer<typeof environment>;

export const overviewSchema = z.object({
  project: z.string(),
  champion: z.string().nullable(),
  challenger: z.string().nullable(),
  /** What becomes true of a row: `event` is the value of `name` that counts as an event. */
  outcome: z.object({ name: z.string(), event: z.string() }),
  environments: z.array(environment),
});
export type Overview = z.infer<typeof overviewSchema>;
