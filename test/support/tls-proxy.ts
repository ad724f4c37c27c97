import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import { promisify } from 'node:util';
import { passOn } from './tcp-proxy';

export interface TlsProxy {
  readonly address: string;
  /** File with the certificate of the authority that signed the proxy's. */
  readonly authority: string;
  close(): Promise<void>;
}

/** Ends TLS with HTTP/2 on loopback, with a certificate by an authority of its own, before a server that speaks none. */
export async function startTlsProxy(port: number, folder: string): Promise<TlsProxy> {
  const files = await makeAuthority(folder);
  const [key, cert] = await Promise.all([readFile(files.key), readFile(files.certificate)]);
  const sockets = new Set<Socket>();
  const server = createServer({ key, cert, ALPNProtocols: ['h2'] }, (client) => {
    passOn(client, port, sockets);
  });
  // Who does not trust the certificate ends the handshake.
  server.on('tlsClientError', (_error, client) => client.destroy());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    authority: files.authority,
    close: async () => {
      sockets.forEach((socket) => socket.destroy());
      server.close();
      await once(server, 'close');
    },
  };
}

/** An authority, and a certificate by it: native clients take no certificate that is its own authority. */
async function makeAuthority(folder: string) {
  const file = (name: string): string => join(folder, name);
  const openssl = (words: string): Promise<unknown> =>
    promisify(execFile)('openssl', words.split(' '), { cwd: folder });
  const made = 'req -newkey rsa:2048 -nodes';
  await openssl(`${made} -x509 -days 2 -keyout ca-key.pem -out ca.pem -subj /CN=steward-tests-authority`);
  await openssl(`${made} -keyout key.pem -out request.pem -subj /CN=steward-tests`);
  await writeFile(file('names.txt'), 'subjectAltName=IP:127.0.0.1\nbasicConstraints=CA:FALSE\n');
  const signed = 'x509 -req -in request.pem -CA ca.pem -CAkey ca-key.pem -CAcreateserial -days 2';
  await openssl(`${signed} -extfile names.txt -out certificate.pem`);
  return { authority: file('ca.pem'), key: file('key.pem'), certificate: file('certificate.pem') };
}
