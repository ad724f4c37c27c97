/** What a button of a card can ask for. */
export const cardVerbs = [
  'approve',
  'reject',
  'retry',
  'acknowledge',
  'snooze',
  'retrain',
  'cancel',
  'deploy',
] as const;
export type CardVerb = (typeof cardVerbs)[number];

/**
 * Where the reason of a decision is found in the data that comes back with the click. One id each: phones refuse a
 * card in which two inputs share an id, even in separate parts.
 */
export const reasonInputs = {
  approve: 'approveReason',
  reject: 'rejectReason',
  snooze: 'snoozeReason',
  retrain: 'retrainReason',
} as const satisfies Partial<Record<CardVerb, string>>;
