import { StewardError } from '../../domain/errors';
import type { LogFields, Logger } from '../../domain/logger';
import { isRecord } from '../../formats/is-record';
import type { Drain } from './drains';
import { type ChildProgram, type RunningChild, startChild, startListening } from './start-child';

export interface GatewayToStart {
  /** Of the model server behind it. */
  readonly modelPort: number;
  /** The spool's own folder. */
  readonly spool: string;
  /** What is deployed, as JSON. */
  readonly deployment: string;
}

/**
 * Milliseconds for ending: while its model server is started again there is a next gateway to come, which takes the spool
 * over; otherwise it may use the time that it takes to ship what it holds.
 */
const stopLimits = { restart: 1_000, last: 8_000 } as const;
/** No model is behind a gateway that only ships its spool: the address of nothing. */
const noModel = 'http://127.0.0.1:9';

/**
 * Starts a scoring gateway as a child, on a port of its own choice. Resolves when it listens. Throws `gateway_failed`,
 * with `killed: true` among the details for one that was ended from outside, or when `signal` calls it off.
 */
export async function startGateway(
  program: ChildProgram,
  gateway: GatewayToStart,
  log: Logger,
  signal: AbortSignal,
): Promise<RunningChild> {
  const { port, child } = await startListening(told(program, gateway, `http://127.0.0.1:${gateway.modelPort}`), [], {
    signal,
    stopLimit: stopLimits.restart,
    failed: (why, killed, cause) => new StewardError('gateway_failed', { why, killed }, { cause }),
    onLine: (line) => passOn(line, log),
  });
  const stop = () => child.stop(signal.aborted ? stopLimits.last : stopLimits.restart);
  return { pid: child.pid, port, ended: child.ended, stop };
}

/** Starts what ships a spool that has no gateway any more. */
export function startDrain(program: ChildProgram, spool: string, deployment: string, log: Logger): Drain {
  const child = startChild(told(program, { spool, deployment }, noModel), ['--drain'], (line) => passOn(line, log));
  return {
    emptied: child.ended.then(({ status }) => status === 0),
    stop: () => child.stop(stopLimits.restart),
  };
}

function told(
  program: ChildProgram,
  { spool, deployment }: Pick<GatewayToStart, 'spool' | 'deployment'>,
  model: string,
): ChildProgram {
  const settings = {
    STEWARD_GATEWAY_HOST: '127.0.0.1',
    STEWARD_GATEWAY_PORT: '0',
    STEWARD_GATEWAY_MODEL_URL: model,
    STEWARD_GATEWAY_SPOOL_DIR: spool,
    STEWARD_GATEWAY_DEPLOYMENT: deployment,
  };
  return { ...program, environment: { ...program.environment, ...settings } };
}

/** What a gateway logs belongs to our log: it has none of its own. */
function passOn(line: string, log: Logger): void {
  const { level, message, ...rest } = parseLine(line);
  const words = typeof message === 'string' ? message : line;
  const fields = Object.entries(rest).filter(([name]) => name !== 'time' && name !== 'process');
  const all = { by: 'gateway', ...Object.fromEntries(fields) };
  if (level === 'error') log.error(words, all);
  else if (level === 'warn') log.warn(words, all);
  else log.info(words, all);
}

function parseLine(line: string): LogFields {
  try {
    const value: unknown = JSON.parse(line);
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}
