import { homedir } from 'node:os';
import path from 'node:path';

/**
 * Where fetched programs are kept, apart from any checkout, so that a second clone fetches nothing: STEWARD_CACHE, or
 * the user's cache folder by the custom of the system.
 */
export function serverCache(env: Readonly<Record<string, string | undefined>>): string {
  const given = env['STEWARD_CACHE'];
  if (given !== undefined && given !== '') return path.resolve(given);
  const xdg = env['XDG_CACHE_HOME'];
  if (xdg !== undefined && path.isAbsolute(xdg)) return path.join(xdg, 'steward');
  const home = env['HOME'] ?? homedir();
  return process.platform === 'darwin' ? path.join(home, 'Library/Caches/steward') : path.join(home, '.cache/steward');
}
