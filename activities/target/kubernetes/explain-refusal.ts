import { StewardError } from '../../../domain/errors';
import { statusSchema } from '../../../formats/kubernetes/objects';
import type { ApiAnswer } from './send';

/** What was asked, for the words of errors. */
export interface Asked {
  readonly verb: string;
  /** `deployments/hmeq-production-r17` */
  readonly what: string;
  readonly namespace: string;
}

/**
 * The error for an answer that is no success. Kubernetes' own message is kept, as it says what to do; headers never are.
 * 429 and 5xx are `cluster_away`, to be tried again.
 */
export function explainRefusal({ verb, what, namespace }: Asked, { status, text }: ApiAnswer): StewardError {
  const { message, reason, details } = readStatus(text);
  const why = (message || `status ${status}`).slice(0, 500);
  const causes = details?.causes ?? [];
  const managers = causes.filter((cause) => cause.reason === 'FieldManagerConflict');
  if (managers.length > 0)
    return new StewardError('cluster_field_conflict', {
      what,
      namespace,
      // The API server's order is any; a plan that takes them over is bound by these words.
      why: managers
        .map((cause) => `${cause.field ?? ''}: ${cause.message ?? ''}`)
        .sort()
        .join('; '),
    });
  if (status === 401) return new StewardError('cluster_login_refused', { why });
  // RBAC says "cannot list resource"; every other 403 is of admission: quotas, limits, Pod Security, a namespace that ends.
  if (status === 403 && /\bcannot \w+ (resource|path)\b/.test(message))
    return new StewardError('cluster_forbidden', { verb, what, namespace, why });
  if (status === 403) return new StewardError('cluster_admission_refused', { what, namespace, why });
  if (status === 404 && details?.kind === 'namespaces')
    return new StewardError('cluster_namespace_missing', { namespace });
  if (status === 409) return new StewardError('cluster_object_changed', { what, namespace, why });
  if (status === 429 || status >= 500) return new StewardError('cluster_away', { why });
  return new StewardError('cluster_object_refused', { what, namespace, why: reason ? `${reason}: ${why}` : why });
}

function readStatus(text: string) {
  try {
    return statusSchema.parse(JSON.parse(text));
  } catch {
    return { message: text.slice(0, 200), reason: '', details: undefined };
  }
}
