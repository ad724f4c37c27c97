import { type Client, type WorkflowHandle, WorkflowNotFoundError } from '@temporalio/client';
import { StewardError } from '../../domain/errors';
import type { RegistrationAnswer, RegistrationEngine, RegistrationRequest } from '../../domain/ports/engine';
import { taskQueues } from '../../domain/task-queues';
import { messageNames } from '../message-names';
import { workflowTypes } from '../names';

const requestMs = 5_000;

/** Registrations through the engine: they go on when whoever asked has gone. */
export function createRegistrationEngine(client: Client): RegistrationEngine {
  return {
    async register(request, { waitMs, tellIn }) {
      try {
        const handle = await client.withDeadline(Date.now() + requestMs, () => start(client, request));
        const early = await resultWithin(client, handle, waitMs);
        if (early || tellIn === undefined) return early ?? 'working';
        const told = await tellLater(client, handle, tellIn);
        return told ? 'working' : await handle.result();
      } catch (cause) {
        throw cause instanceof StewardError ? cause : new StewardError('engine_away', {}, { cause });
      }
    },
  };
}

type Handle = WorkflowHandle<(request: RegistrationRequest) => Promise<RegistrationAnswer>>;

/** The same file for the same person, asked for twice at once, is one registration. */
async function start(client: Client, request: RegistrationRequest): Promise<Handle> {
  const { kind, name } = request.source;
  return client.workflow.start<(request: RegistrationRequest) => Promise<RegistrationAnswer>>(workflowTypes.register, {
    workflowId: `register/${request.project}/${request.modeller}/${kind}/${name}`,
    taskQueue: taskQueues.main,
    args: [request],
    workflowIdConflictPolicy: 'USE_EXISTING',
  });
}

async function resultWithin(client: Client, handle: Handle, waitMs: number): Promise<RegistrationAnswer | undefined> {
  try {
    return await client.withDeadline(Date.now() + waitMs, () => handle.result());
  } catch (error) {
    if (isDeadline(error)) return undefined;
    throw error;
  }
}

/** False when it ended in this very moment: then its result is there. */
async function tellLater(client: Client, handle: Handle, conversationId: string): Promise<boolean> {
  try {
    await client.withDeadline(Date.now() + requestMs, () => handle.signal(messageNames.tellLater, conversationId));
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}

/** gRPC status 4, or the abort that the client turns a passed deadline into. */
function isDeadline(error: unknown): boolean {
  const chain = [error, error instanceof Error ? error.cause : undefined];
  return chain.some((link) => typeof link === 'object' && link !== null && (link as { code?: unknown }).code === 4);
}
