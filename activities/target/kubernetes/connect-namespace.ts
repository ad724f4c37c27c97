import type { KubeConfig } from '@kubernetes/client-node';
import { StewardError, errorText } from '../../../domain/errors';
import { isStatus, listSchema } from '../../../formats/kubernetes/objects';
import { type Asked, explainRefusal } from './explain-refusal';
import { apiPath, type Kind, kinds, objectPath } from './kinds';
import { type ApiAnswer, type ApiCall, send } from './send';

/** An object as it is sent: the whole of what we mean, without what the cluster adds. */
export interface OwnObject {
  readonly kind: Kind;
  readonly metadata: {
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    /** Given: applied only while the object is still this one. */
    readonly resourceVersion?: string;
    readonly ownerReferences?: readonly object[];
  };
  readonly spec?: object;
  /** Of a Secret. */
  readonly stringData?: Readonly<Record<string, string>>;
  readonly automountServiceAccountToken?: boolean;
}

interface Schema<T> {
  parse(value: unknown): T;
}

/** What this target does to one namespace. Every method throws what `explainRefusal` says, or `cluster_away`. */
export interface Namespace {
  readonly name: string;
  /** Of the API server. */
  readonly address: string;
  /** Whether the cluster has objects of this kind: a Kubernetes may be an OpenShift, or have a part of it. */
  knows(kind: Kind): Promise<boolean>;
  /** Undefined when there is none of that name. */
  get<T>(kind: Kind, name: string, schema: Schema<T>): Promise<T | undefined>;
  list<T>(kind: Kind, labels: Readonly<Record<string, string>>, schema: Schema<T>): Promise<readonly T[]>;
  /**
   * Server-side apply under our field manager; fields of other managers are taken over only by a connection that was made
   * for it. `dryRun` changes nothing.
   */
  apply<T>(object: OwnObject, schema: Schema<T>, dryRun?: boolean): Promise<T>;
  /** Throws `cluster_object_changed` when it is there already. */
  create<T>(object: OwnObject, schema: Schema<T>): Promise<T>;
  /** What the cluster says about an object lately. */
  listEvents<T>(uid: string, schema: Schema<T>): Promise<readonly T[]>;
  /** Absent or not, and only while it is the one of this uid; what it owns goes with it. */
  remove(kind: Kind, name: string, uid: string | undefined): Promise<void>;
  /** The last lines of a container, or of the one before it; empty when there are none. */
  readLog(pod: string, container: string, previous: boolean, lines?: number): Promise<string>;
  /** One request to a port of a Pod, through the API server. The Pod's answer, whatever it is; the API server's is thrown. */
  askPod(pod: string, request: PodRequest): Promise<ApiAnswer>;
}

export interface PodRequest extends Pick<ApiCall, 'method' | 'path' | 'body' | 'timeout'> {
  readonly port: number;
}

/** Of our writes; other managers' fields show by it. */
export const fieldManager = 'steward';
/** Milliseconds. */
const timeouts = { read: 10_000, change: 20_000 } as const;
const logLines = 20;

export function connectNamespace(config: KubeConfig, namespace: string, takeOver = false): Namespace {
  const ask = async (call: ApiCall): Promise<ApiAnswer> => {
    try {
      return await send(config, call);
    } catch (error) {
      throw new StewardError('cluster_away', { why: whyAway(error, call.timeout) }, { cause: error });
    }
  };
  const require = <T>(asked: Omit<Asked, 'namespace'>, answer: ApiAnswer, schema: Schema<T>): T => {
    if (answer.status < 200 || answer.status > 299) throw explainRefusal({ ...asked, namespace }, answer);
    try {
      return schema.parse(JSON.parse(answer.text));
    } catch (error) {
      throw new StewardError('cluster_answer_unclear', { what: asked.what, why: errorText(error).slice(0, 200) });
    }
  };
  const nothing: Schema<undefined> = { parse: () => undefined };
  const nameOf = (kind: Kind, name?: string) =>
    name === undefined ? kinds[kind].plural : `${kinds[kind].plural}/${name}`;
  const listBy = async <T>(kind: Kind, query: string, schema: Schema<T>): Promise<readonly T[]> => {
    const path = `${objectPath(kind, namespace)}?${query}`;
    const answer = await ask({ method: 'GET', path, timeout: timeouts.read });
    return require({ verb: 'list', what: nameOf(kind) }, answer, listSchema).map((item) => schema.parse(item));
  };
  const bodyOf = (object: OwnObject) => {
    const { apiVersion } = kinds[object.kind];
    return JSON.stringify({ apiVersion, ...object, metadata: { ...object.metadata, namespace } });
  };

  return {
    name: namespace,
    address: config.getCurrentCluster()?.server ?? '',
    knows: async (kind) => {
      const answer = await ask({ method: 'GET', path: apiPath(kind), timeout: timeouts.read });
      if (answer.status === 404) return false;
      require({ verb: 'get', what: apiPath(kind) }, answer, nothing);
      return true;
    },
    get: async (kind, name, schema) => {
      const answer = await ask({ method: 'GET', path: objectPath(kind, namespace, name), timeout: timeouts.read });
      return isMissing(answer) ? undefined : require({ verb: 'get', what: nameOf(kind, name) }, answer, schema);
    },
    list: async (kind, labels, schema) => {
      const selector = Object.entries(labels)
        .map(([label, value]) => `${label}=${value}`)
        .join(',');
      return listBy(kind, `labelSelector=${encodeURIComponent(selector)}`, schema);
    },
    listEvents: async (uid, schema) =>
      listBy('Event', `fieldSelector=${encodeURIComponent(`involvedObject.uid=${uid}`)}`, schema),
    apply: async (object, schema, dryRun = false) => {
      const query = new URLSearchParams({ fieldManager, force: String(takeOver), ...(dryRun && { dryRun: 'All' }) });
      const answer = await ask({
        method: 'PATCH',
        path: `${objectPath(object.kind, namespace, object.metadata.name)}?${query.toString()}`,
        body: bodyOf(object),
        // JSON is YAML.
        contentType: 'application/apply-patch+yaml',
        timeout: timeouts.change,
      });
      return require({ verb: 'patch', what: nameOf(object.kind, object.metadata.name) }, answer, schema);
    },
    create: async (object, schema) => {
      const path = `${objectPath(object.kind, namespace)}?fieldManager=${fieldManager}`;
      const answer = await ask({ method: 'POST', path, body: bodyOf(object), timeout: timeouts.change });
      return require({ verb: 'create', what: nameOf(object.kind, object.metadata.name) }, answer, schema);
    },
    remove: async (kind, name, uid) => {
      const path = objectPath(kind, namespace, name);
      const body = JSON.stringify({
        propagationPolicy: 'Background',
        ...(uid !== undefined && { preconditions: { uid } }),
      });
      const answer = await ask({ method: 'DELETE', path, body, timeout: timeouts.change });
      if (!isMissing(answer)) require({ verb: 'delete', what: nameOf(kind, name) }, answer, nothing);
    },
    readLog: async (pod, container, previous, lines = logLines) => {
      const query = new URLSearchParams({
        container,
        tailLines: String(lines),
        ...(previous && { previous: 'true' }),
      });
      const path = `${objectPath('Pod', namespace, pod)}/log?${query.toString()}`;
      const answer = await ask({ method: 'GET', path, timeout: timeouts.read });
      return answer.status === 200 ? answer.text : '';
    },
    askPod: async (pod, { port, path, ...rest }) => {
      const address = `${objectPath('Pod', namespace, `http:${pod}:${port}`)}/proxy${path}`;
      const answer = await ask({ ...rest, path: address });
      if (!isStatus(answer.text)) return answer;
      const verb = rest.method === 'GET' ? 'get' : 'create';
      throw explainRefusal({ verb, what: `pods/proxy of ${pod}`, namespace }, answer);
    },
  };
}

/** The API server's own word that there is none of that name, not some proxy's page. */
function isMissing(answer: ApiAnswer): boolean {
  return answer.status === 404 && isStatus(answer.text);
}

function whyAway(error: unknown, timeout: number): string {
  if (error instanceof Error && error.name === 'TimeoutError') return `no answer within ${timeout / 1000} s`;
  return errorText(error).slice(0, 200);
}
