import type { Delivery } from '../state/chat-actions';

/** Why the bot did not hear a message that stands in the conversation already, and what to do; undefined if it did. */
export function deliveryTrouble(deliveries: readonly Delivery[], bot: string): string | undefined {
  const failed = deliveries.find(({ status }) => status < 200 || status > 299);
  if (failed === undefined) return undefined;
  const cure = 'Your message stands above; send it again in a few seconds.';
  if (failed.status !== 0) return `${bot} did not hear it: it answered with error ${failed.status}. ${cure}`;
  const why = /timeout|timed out/i.test(failed.error ?? '') ? 'it did not answer in time' : 'it does not run now';
  return `${bot} did not hear it: ${why}. ${cure} If that does not help, look at npm start in its terminal.`;
}
