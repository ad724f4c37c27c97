import type { Context } from '@temporalio/activity';
import type { ActivityInboundCallsInterceptor, ActivityInterceptorsFactory } from '@temporalio/worker';
import { ApplicationFailure, TemporalFailure } from '@temporalio/common';
import { errorText, isStewardError } from '../../domain/errors';
import type { Logger } from '../../domain/logger';

/** Well below the heartbeat time-out of 5 s, so that only a process that is gone is taken for gone. */
const beatMs = 1_000;

export interface InterceptorOptions {
  readonly logger: Logger;
  /** The redaction point: failures go into workflow histories. */
  readonly redact: (text: string) => string;
}

/**
 * Around every activity: heartbeats, so that a killed worker is noticed within seconds and a cancellation arrives; and the
 * one place where errors become failures, classified by the reason table, without secrets and without their stacks.
 */
export function createActivityInterceptors({ logger, redact }: InterceptorOptions): ActivityInterceptorsFactory {
  return (context: Context) => {
    const inbound: ActivityInboundCallsInterceptor = {
      async execute(input, next) {
        const beat = setInterval(() => context.heartbeat(), beatMs);
        const { activityType: activity, attempt } = context.info;
        try {
          return await next(input);
        } catch (error) {
          const { release } = (input.args[0] ?? {}) as { release?: unknown };
          if (!(error instanceof TemporalFailure))
            logger.warn('an activity failed', { activity, attempt, release, error });
          throw toFailure(error, redact);
        } finally {
          clearInterval(beat);
        }
      },
    };
    return { inbound };
  };
}

/** A StewardError by its code and details; anything else as `internal`, to be tried again. */
export function toFailure(error: unknown, redact: (text: string) => string): TemporalFailure {
  if (error instanceof TemporalFailure) return error;
  const known = isStewardError(error);
  const failure = ApplicationFailure.create({
    message: redact(errorText(error)),
    type: known ? error.code : 'internal',
    nonRetryable: known && !error.retryable,
    details: known ? [redactDetails(error.details, redact)] : [{ what: redact(errorText(error)) }],
  });
  failure.stack = '';
  return failure;
}

function redactDetails(details: Readonly<Record<string, unknown>>, redact: (text: string) => string) {
  return Object.fromEntries(
    Object.entries(details).map(([name, value]) => [name, typeof value === 'string' ? redact(value) : value]),
  );
}
