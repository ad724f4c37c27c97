import { askHost, type HostConnection } from '../../activities/target/local/call-host';
import { errorText, StewardError } from '../../domain/errors';
import { processesAnswer } from '../../formats/local-host/messages';
import { processesPath } from '../../formats/local-host/paths';
import { type StarterAnswer, type StarterAsk, starterAsk } from '../../playground/outside/starter-messages';
import { errorCode } from './error-code';
import type { KeptUnit } from './keep-running';

export interface PageAnswerDeps {
  readonly postgres: () => Pick<KeptUnit, 'hold'>;
  readonly localHost: HostConnection;
  /** One line for the terminal of whoever started Steward. */
  readonly say: (line: string) => void;
}

type Place = Extract<StarterAsk, { readonly project: string }>;
type Reply = (answer: StarterAnswer) => void;

/** Milliseconds. */
const hostPatience = 2_000;

/** Answers what the page asks of whoever started it: to break things that come back by themselves. Never throws. */
export function createPageAnswers(deps: PageAnswerDeps): (message: unknown, reply: Reply) => void {
  return (message, reply) => {
    const parsed = starterAsk.safeParse(message);
    if (parsed.success) void answer(deps, parsed.data, reply);
    else deps.say(`The page asked for something that is not understood (${errorText(parsed.error)}).`);
  };
}

async function answer(deps: PageAnswerDeps, asked: StarterAsk, reply: Reply): Promise<void> {
  const { id } = asked;
  try {
    if (asked.ask === 'cut-database') await cutDatabase(deps, asked.seconds, () => reply({ id, state: 'begun' }));
    const version = asked.ask === 'cut-database' ? undefined : await versionOf(deps, asked);
    reply({ id, state: 'done', ...(version !== undefined && { version }) });
  } catch (error) {
    reply({ id, state: 'refused', why: error instanceof StewardError ? error.message : errorText(error) });
  }
}

async function cutDatabase({ postgres, say }: PageAnswerDeps, seconds: number, begun: () => void): Promise<void> {
  const { ready } = await postgres().hold(seconds * 1_000);
  say(`The page asked for it: PostgreSQL is down for ${seconds} s.`);
  begun();
  await ready;
}

/** What serves, after it was broken where that was asked. */
async function versionOf(deps: PageAnswerDeps, asked: Place): Promise<string | null> {
  const { project, environment } = asked;
  const path = processesPath({ project, environment });
  const call = { method: 'GET', path, environment, timeout: hostPatience } as const;
  const { processes } = await askHost(deps.localHost, call, processesAnswer);
  if (asked.ask === 'what-serves') return processes?.label ?? null;
  if (processes === null) throw new StewardError('score_nothing_serves', { project, environment });
  const part = `model server of ${processes.label}`;
  if (processes.modelServer === null || !killed(processes.modelServer)) throw new StewardError('part_not_up', { part });
  deps.say(`The page asked for it: the ${part} in ${environment} was killed.`);
  return processes.label;
}

/** False when it was gone already. */
function killed(pid: number): boolean {
  try {
    return process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (errorCode(error) === 'ESRCH') return false;
    throw error;
  }
}
