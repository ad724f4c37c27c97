import type { Json } from '../../domain/canonical-json';
import type { Digest } from '../../domain/digest';
import type { ProjectFile } from '../../domain/project';
import { hashJson } from '../hash';

/**
 * The identity of an applied project file: the digest of what was read from it, so that comments, order of keys and
 * spelled-out defaults do not count.
 */
export function hashProjectFile(file: ProjectFile): Digest {
  return hashJson(JSON.parse(JSON.stringify(file)) as Json);
}
