import { dirname, join } from 'node:path';

export const gatewayPassword = 'a-password-that-is-only-for-gateways';

/** Where rows of the stand-in gateways arrive: a file beside the local host's folder. */
export function arrivedFile(directory: string): string {
  return join(dirname(directory), 'postgres', 'rows');
}

export function gatewaySettings(directory: string) {
  const url = `postgres://steward_recorder:${gatewayPassword}@stand-in${arrivedFile(directory)}`;
  return { STEWARD_GATEWAY_DATABASE_URL: url, STEWARD_GATEWAY_SPOOL_MB: '1024' };
}
