import { ConnectionFault } from './connection-fault';
import { type Exchanger, dropBody } from './exchange';
import { isLoopback } from './is-loopback';

/** Docker Hub's API is not where its name says. */
const hubOrigin = 'https://registry-1.docker.io';

/**
 * How a host is spoken to: over TLS, without it where the settings say so by name. On this machine TLS is tried first,
 * and a host that does not speak it is spoken to plainly: nothing that is sent leaves the machine.
 */
export function createOrigins(exchanger: Exchanger, plainHosts: readonly string[]) {
  const known = new Map<string, Promise<URL>>();

  async function probe(host: string): Promise<URL> {
    const url = new URL(`https://${host}/v2/`);
    try {
      await dropBody(await exchanger.exchange({ method: 'GET', url, headers: {} }));
    } catch (error) {
      if (!(error instanceof ConnectionFault)) throw error;
      // Not listening is not an answer: it is asked again next time.
      if (error.kind === 'unsent') known.delete(host);
      if (error.kind !== 'untrusted') return new URL(`http://${host}`);
    }
    return new URL(`https://${host}`);
  }

  return {
    mayGoPlain: (host: string) => isLoopback(host) || plainHosts.includes(host),
    originOf: (host: string): Promise<URL> => {
      if (host === 'docker.io') return Promise.resolve(new URL(hubOrigin));
      if (plainHosts.includes(host)) return Promise.resolve(new URL(`http://${host}`));
      if (!isLoopback(host)) return Promise.resolve(new URL(`https://${host}`));
      const found = known.get(host) ?? probe(host);
      known.set(host, found);
      return found;
    },
  };
}
