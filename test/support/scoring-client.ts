import { setTimeout as wait } from 'node:timers/promises';

export interface Answered {
  readonly reference: string;
  readonly status: number;
  readonly score: number | undefined;
}

/** A client of one model made by `writeSmallPackage`; `connection` is what its requests say of theirs. */
export function createScoringClient(connection?: string) {
  const scoreOne = async (address: string, reference: string): Promise<Answered> => {
    const body = '{"examples":[{"LOAN":1500.0,"DEBTINC":70.0,"JOB":"Office"}]}';
    const headers = { 'x-request-id': reference, ...(connection !== undefined && { connection }) };
    const answer = await fetch(address, { method: 'POST', body, headers });
    const { results } = (await answer.json()) as { results?: readonly (readonly (readonly [string, number])[])[] };
    return { reference, status: answer.status, score: results?.[0]?.find(([label]) => label === '1')?.[1] };
  };
  return {
    scoreOne,
    /** Scores one row after the other until `over` is done. */
    scoreUntil: async <T>(address: string, name: string, over: Promise<T>): Promise<[T, readonly Answered[]]> => {
      const answered: Answered[] = [];
      let going = true;
      const client = (async () => {
        while (going) {
          answered.push(await scoreOne(address, `${name}-${answered.length}`));
          await wait(20);
        }
      })();
      const result = await over.finally(() => (going = false));
      await client;
      return [result, answered];
    },
  };
}
