import type { ManagedFields } from '../../../formats/kubernetes/objects';
import { fieldManager } from './connect-namespace';

/** A field of an object's `spec` that another program wrote last. */
export interface ChangedField {
  /** `replicas`, `selector.app`, `template.spec.containers[model].image` */
  readonly path: string;
  readonly by: { readonly name: string; readonly at?: string };
}

/** `kubectl rollout restart` writes this to have the same Pods made anew: nobody changed what runs. */
const restarted = 'template.metadata.annotations.kubectl.kubernetes.io/restartedAt';

/**
 * What others than Steward wrote below `spec`. What somebody took away is not among it: nobody owns a field that is not
 * there. What only the cluster's own controllers write is in `status` and in annotations.
 */
export function changedFields(managed: readonly ManagedFields[]): readonly ChangedField[] {
  return managed
    .filter(({ manager, subresource }) => manager !== fieldManager && subresource !== 'status')
    .flatMap(({ manager, time, fieldsV1 }) =>
      leaves(fieldsV1['f:spec'])
        .filter((path) => path !== restarted)
        .map((path) => ({ path, by: { name: manager, ...(time !== undefined && { at: time }) } })),
    );
}

function leaves(fields: unknown, path = ''): readonly string[] {
  if (typeof fields !== 'object' || fields === null) return [];
  const below = Object.entries(fields).filter(([name]) => name !== '.');
  if (below.length === 0) return path === '' ? [] : [path];
  return below.flatMap(([name, value]) => leaves(value, `${path}${step(name, path === '')}`));
}

/** `f:name`, `k:{"name":"model"}` or `v:value`, as server-side apply writes a step. */
function step(name: string, first: boolean): string {
  if (name.startsWith('f:')) return `${first ? '' : '.'}${name.slice(2)}`;
  const key: unknown = name.startsWith('k:') ? parse(name.slice(2)) : undefined;
  const words = typeof key === 'object' && key !== null ? Object.values(key).map(String).join(',') : name.slice(2);
  return `[${words}]`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
