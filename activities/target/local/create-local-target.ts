import { unsupportedOp } from '../../../domain/model-ops';
import { StewardError } from '../../../domain/errors';
import type { DeploymentRef, EnvironmentRef, StageRequest, Target } from '../../../domain/ports/target';
import {
  deploymentsAnswer,
  inspectionAnswer,
  observationAnswer,
  servingAnswer,
  type StageMessage,
  type SwitchMessage,
} from '../../../formats/local-host/messages';
import {
  deploymentPath,
  deploymentsPath,
  inspectionPath,
  scoringPath,
  servingPath,
} from '../../../formats/local-host/paths';
import { contractRefusal } from '../contract-refusal';
import { outlineContract } from '../outline-contract';
import { type HostCall, type HostConnection, askHost } from './call-host';
import { describePlan } from './describe-plan';
import { readInspection } from './read-inspection';
import { createProbe } from './probe-model';
import { writeCurl } from '../write-curl';

/** Milliseconds. A change is on disk when it is answered; a withdrawal waits for requests on their way and for rows to be shipped. */
const timeouts = { read: 2_000, change: 10_000, withdraw: 30_000 } as const;

/**
 * The target that runs models on this machine, through the local host's HTTP. Any call throws `target_away` (try again)
 * when the local host does not answer in time, and what the local host refuses under its own reason.
 */
export function createLocalTarget(connection: HostConnection): Target {
  const serving = async (environment: EnvironmentRef) => {
    const call = { method: 'GET', path: servingPath(environment), timeout: timeouts.read } as const;
    const answer = await askHost(connection, { ...call, environment: environment.environment }, servingAnswer);
    return answer.serving ?? undefined;
  };
  const addressOf = (environment: EnvironmentRef) => `${connection.url}${scoringPath(environment)}`;

  return {
    readyWithin: 120_000,
    supports: (manifest) => {
      const missing = unsupportedOp(manifest.model.ops);
      if (missing) return { code: 'op_not_supported', details: { op: missing.op, runner: missing.runner } };
      return contractRefusal(manifest);
    },
    plan: async (request) => describePlan(request, await serving(request), addressOf(request)),
    stage: async (request) => {
      const body = JSON.stringify(stageMessageOf(request));
      await askHost(connection, deploymentCall('PUT', request, timeouts.change, body), observationAnswer);
    },
    observe: (deployment) => askHost(connection, deploymentCall('GET', deployment, timeouts.read), observationAnswer),
    probe: createProbe(connection),
    switchTo: async ({ project, environment, release }, expectedPrevious) => {
      const message: SwitchMessage = { release, expectedPrevious: expectedPrevious ?? null };
      const path = servingPath({ project, environment });
      const call = { method: 'POST', path, body: JSON.stringify(message), timeout: timeouts.change } as const;
      await askHost(connection, { ...call, environment }, servingAnswer);
    },
    withdraw: async (deployment) => {
      await askHost(connection, deploymentCall('DELETE', deployment, timeouts.withdraw), observationAnswer);
    },
    serving,
    inspect: async (request) => {
      const { environment } = request;
      const call = { method: 'GET', path: inspectionPath(request), timeout: timeouts.read, environment } as const;
      return readInspection(request, await askHost(connection, call, inspectionAnswer));
    },
    deployments: async (environment) => {
      const call = { method: 'GET', path: deploymentsPath(environment), timeout: timeouts.read } as const;
      const answer = await askHost(connection, { ...call, environment: environment.environment }, deploymentsAnswer);
      return answer.deployments;
    },
    endpoint: (environment, manifest) => {
      const address = addressOf(environment);
      return Promise.resolve({ address, curl: writeCurl(address, manifest) });
    },
  };
}

function deploymentCall(
  method: HostCall['method'],
  deployment: DeploymentRef,
  timeout: number,
  body?: string,
): HostCall {
  const { environment } = deployment;
  return { method, path: deploymentPath(deployment), timeout, environment, ...(body !== undefined && { body }) };
}

/** The local host reads images out of the layout where the builder published them: `oci:<directory>@<digest>`. */
function stageMessageOf(request: StageRequest): StageMessage {
  const { label, image, reference, versionDirectory, packageDigest, contract, call, recording } = request;
  const layout = /^oci:(\/.*)@(sha256:[0-9a-f]{64})$/.exec(reference);
  if (layout?.[1] === undefined || layout[2] !== image)
    throw new StewardError('target_request_refused', {
      why: `${reference} is not image ${image} in a layout directory`,
    });
  const gateway = { packageDigest, contract: outlineContract(contract), call, recording };
  return { label, image, layout: layout[1], versionDirectory, ...gateway };
}
