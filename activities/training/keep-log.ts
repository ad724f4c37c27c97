import type { TrainerLog } from '../../domain/ports/trainer';

/** Bytes kept of what a trainer that came to no result wrote last. */
export const tailBytes = 64 * 1024;

/** How the ending names the log. A log that cannot be written must not take the place of how the trainer ended. */
export async function keepLog({ name, keep }: TrainerLog, content: Buffer): Promise<string> {
  try {
    await keep(content);
    return name;
  } catch {
    return `${name} (which could not be written)`;
  }
}
