import type { Checked } from '../../domain/check';
import { errorText, isStewardError, StewardError } from '../../domain/errors';
import { fillCure, fillSentence } from '../../domain/reasons';

/** What a look found, or why it found nothing that it could judge. */
export type Found = string | { readonly leftOut: string };

/** One line of the table. */
export interface Look {
  readonly what: string;
  /** True: what comes after it needs it. */
  readonly gate?: true;
  /** Throws a StewardError for what is wrong. */
  readonly look: () => Promise<Found>;
}

/** Milliseconds that one look may take. */
const limit = 45_000;

/** Looks one after the other; once a gate failed the rest is left out. */
export async function runLooks(route: string, looks: readonly Look[]): Promise<readonly Checked[]> {
  const done: Checked[] = [];
  let closed: string | undefined;
  for (const { what, gate, look } of looks) {
    const checked =
      closed === undefined
        ? { what, route, ...(await judge(look)) }
        : ({ what, route, state: 'left out', found: `it needs: ${closed}` } as const);
    if (gate && checked.state === 'failed') closed = what;
    done.push(checked);
  }
  return done;
}

/** For what needs no look. */
export function leftOut(what: string, why: string): readonly Checked[] {
  return [{ what, state: 'left out', found: why, route: '' }];
}

async function judge(look: Look['look']): Promise<Pick<Checked, 'state' | 'found' | 'cure' | 'reason'>> {
  try {
    const found = await withinLimit(look);
    return typeof found === 'string' ? { state: 'ok', found } : { state: 'left out', found: found.leftOut };
  } catch (error) {
    const known = isStewardError(error) ? error : new StewardError('check_broke', { why: errorText(error) });
    const cure = fillCure(known.code, known.details);
    const found = fillSentence(known.code, known.details).slice(0, -cure.length).trim();
    return { state: 'failed', found, cure, reason: known.code };
  }
}

async function withinLimit(look: Look['look']): Promise<Found> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${limit / 1_000} s`)), limit);
  });
  const work = async (): Promise<Found> => look();
  return Promise.race([work(), late]).finally(() => clearTimeout(timer));
}
