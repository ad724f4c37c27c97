import { isLoopback } from '../../formats/oci/registry/is-loopback';

export interface ProxySettings {
  readonly HTTPS_PROXY?: string | undefined;
  readonly NO_PROXY?: string | undefined;
}

/** How a registry's host is gone to, in words: by which proxy, without its password, or directly. */
export function proxyRoute(host: string, { HTTPS_PROXY: proxy, NO_PROXY: except = '' }: ProxySettings): string {
  const name = host.replace(/:\d+$/, '').toLowerCase();
  const excepted = except
    .split(/[\s,]+/)
    .map((entry) =>
      entry
        .toLowerCase()
        .replace(/^\*?\.?/, '')
        .replace(/:\d+$/, ''),
    )
    .some((entry) => entry !== '' && (name === entry || name.endsWith(`.${entry}`)));
  if (proxy === undefined || isLoopback(host) || excepted || /(^|[\s,])\*($|[\s,])/.test(except)) return 'direct';
  const address = proxy.includes('://') ? proxy : `http://${proxy}`;
  return `proxy ${URL.canParse(address) ? new URL(address).host : 'that cannot be read'}`;
}
