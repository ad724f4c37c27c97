/** Servers and processes start and stop within a test; on a busy machine that takes its time. */
jest.setTimeout(120_000);
