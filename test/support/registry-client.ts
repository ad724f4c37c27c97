import {
  type RegistryClient,
  type RegistryClientOptions,
  createRegistryClient,
} from '../../formats/oci/registry/create-registry-client';
import { createCredentials } from '../../formats/oci/registry/credentials';

/** A client for tests: it waits for nothing, and tells in `pauses` how long it would have. */
export function testClient(options: Partial<RegistryClientOptions> = {}): RegistryClient & {
  readonly pauses: readonly number[];
} {
  const pauses: number[] = [];
  const client = createRegistryClient({
    credentials: createCredentials({}),
    network: { silence: 20_000 },
    plainHosts: [],
    now: () => new Date(),
    random: () => 0.5,
    pause: (ms) => {
      pauses.push(ms);
      return new Promise((resolve) => setImmediate(resolve));
    },
    ...options,
  });
  return { ...client, pauses };
}
