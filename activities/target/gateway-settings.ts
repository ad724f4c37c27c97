import type { StageRequest } from '../../domain/ports/target';
import { outlineContract } from './outline-contract';

export interface GatewayPlace {
  readonly port: number;
  /** Address of the model server. */
  readonly model: string;
  /** Folder of the spool. */
  readonly spool: string;
  readonly spoolMegabytes: number;
}

/** The environment of a scoring gateway in a container, but the address of PostgreSQL, which is secret. */
export function gatewaySettings(request: StageRequest, { port, model, spool, spoolMegabytes }: GatewayPlace) {
  const { project, environment, release, label, packageDigest, contract, call, recording } = request;
  const deployment = {
    ...{ project, environment, release, version: label, packageDigest },
    ...{ contract: outlineContract(contract), call, recording },
  };
  return {
    STEWARD_GATEWAY_HOST: '0.0.0.0',
    STEWARD_GATEWAY_PORT: String(port),
    STEWARD_GATEWAY_MODEL_URL: model,
    STEWARD_GATEWAY_SPOOL_DIR: spool,
    STEWARD_GATEWAY_SPOOL_MB: String(spoolMegabytes),
    STEWARD_GATEWAY_DEPLOYMENT: JSON.stringify(deployment),
  };
}
