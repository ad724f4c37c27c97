import { startTcpProxy } from '../tcp-proxy';

export interface Relay {
  /** The same server at the other address. */
  readonly url: string;
  close(): Promise<void>;
}

/** Lets who sees us under another address reach a server that listens on loopback only. */
export async function relayTo(target: URL, address: string): Promise<Relay> {
  const proxy = await startTcpProxy(Number(target.port), address);
  const url = new URL(target);
  url.hostname = address;
  url.port = String(proxy.port);
  return { url: url.href, close: () => proxy.close() };
}
