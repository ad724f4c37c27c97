import { writeFile } from 'node:fs/promises';
import { messageOf, PlaygroundFailure } from '../client/failure';
import type { Ledger } from './ledger';

interface ReportHead {
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly seconds: number;
  readonly home: string;
}

/** Writes the report: every step with its times, checks, digests and figures. */
export async function writeReport(file: string, head: ReportHead, ledger: Ledger): Promise<void> {
  const failures = ledger.failures();
  const report = { ...head, held: failures.length === 0, failures, steps: ledger.steps() };
  await writeFile(file, `${JSON.stringify(report, null, 2)}\n`).catch((error: unknown) => {
    throw new PlaygroundFailure(`The report cannot be written: ${messageOf(error)}.`);
  });
}
