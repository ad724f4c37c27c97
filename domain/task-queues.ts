/** Who polls what. Heavy work has few slots of its own, so that a build never delays a decision. */
export const taskQueues = {
  /** Workflows and light activities: database, chat, probes. Polled by the `worker` process. */
  main: 'steward',
  /** Build, push, train. Polled by the `builder` process. */
  build: 'steward-build',
} as const;
