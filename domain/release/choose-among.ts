export interface Choice {
  /** Words before the list: `two of `; empty where the last word tells. */
  readonly before: string;
  readonly last: 'and' | 'or';
}

const small = ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];

/** How a list of people reads of whom so many are needed: all (`A and B`), any one (`A or B`), or `two of A, B and C`. */
export function chooseAmong(needed: number, people: number): Choice {
  if (needed >= people) return { before: '', last: 'and' };
  return needed <= 1 ? { before: '', last: 'or' } : { before: `${small[needed] ?? needed} of `, last: 'and' };
}
