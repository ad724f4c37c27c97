import { StewardError, errorText } from '../../../domain/errors';
import type { KubernetesSpec } from '../../../domain/project';
import { rightsOf } from '../../../formats/kubernetes/rights';
import { nameSchema, reviewSchema, secretSchema, versionSchema } from '../../../formats/kubernetes/reviews';
import { isStatus } from '../../../formats/kubernetes/objects';
import { confined } from './describe-pod';
import { explainRefusal } from './explain-refusal';
import { type ClusterSettings, loadConfig } from './load-config';
import { type ApiAnswer, type ApiCall, send } from './send';

/** What can be told of a namespace before anything is released to it; nothing is changed. Throws as the target does. */
export interface NamespaceInspection {
  /** Address, version, and who we are there. */
  readonly server: () => Promise<{ readonly address: string; readonly version: string; readonly account: string }>;
  /** Undefined: we may not ask. Throws `cluster_namespace_missing`. */
  readonly there: () => Promise<true | undefined>;
  /** Of all that the target does there, what we may not, as `verb resource`. */
  readonly missingRights: () => Promise<readonly string[]>;
  /** Whether a Secret has the key; undefined: we may not read it, which is right. */
  readonly hasSecret: (name: string, key: string | undefined) => Promise<boolean | undefined>;
  /** Whether admission lets a Pod as ours in, by a dry run; undefined: we may not make Pods ourselves. */
  readonly admitsPod: (image: string) => Promise<true | undefined>;
}

const timeout = 10_000;

export function inspectNamespace(spec: KubernetesSpec, cluster: ClusterSettings): NamespaceInspection {
  const { namespace, context } = spec;
  const here = `/api/v1/namespaces/${encodeURIComponent(namespace)}`;
  const ask = async (call: Omit<ApiCall, 'timeout'>): Promise<ApiAnswer> => {
    const config = await loadConfig(cluster, context);
    try {
      return await send(config, { ...call, timeout });
    } catch (error) {
      throw new StewardError('cluster_away', { why: errorText(error).slice(0, 200) }, { cause: error });
    }
  };
  const get = (path: string) => ask({ method: 'GET', path });
  const post = (path: string, body: object) => ask({ method: 'POST', path, body: JSON.stringify(body) });
  const need = (what: string, verb: string, answer: ApiAnswer): unknown => {
    if (answer.status < 200 || answer.status > 299) throw explainRefusal({ verb, what, namespace }, answer);
    return JSON.parse(answer.text);
  };

  interface Asked {
    readonly group: string;
    readonly resource: string;
    readonly verb: string;
    /** Of the one object; absent: of any. */
    readonly name?: string | undefined;
  }
  async function may({ group, resource: whole, verb, name }: Asked): Promise<boolean> {
    const [resource, subresource] = whole.split('/');
    const apiVersion = 'authorization.k8s.io/v1';
    const resourceAttributes = {
      ...{ namespace, group, resource, verb },
      ...(subresource && { subresource }),
      ...(name && { name }),
    };
    const review = { apiVersion, kind: 'SelfSubjectAccessReview', spec: { resourceAttributes } };
    const answer = await post(`/apis/${apiVersion}/selfsubjectaccessreviews`, review);
    return reviewSchema.parse(need('selfsubjectaccessreviews', 'create', answer)).status.allowed;
  }

  return {
    server: async () => {
      const config = await loadConfig(cluster, context);
      const { gitVersion } = versionSchema.parse(need('version', 'get', await get('/version')));
      const apiVersion = 'authentication.k8s.io/v1';
      const body = { apiVersion, kind: 'SelfSubjectReview' };
      const who = need('selfsubjectreviews', 'create', await post(`/apis/${apiVersion}/selfsubjectreviews`, body));
      const account = nameSchema.parse(who).status.userInfo.username;
      return { address: config.getCurrentCluster()?.server ?? '', version: gitVersion, account };
    },
    there: async () => {
      const answer = await get(here);
      if (answer.status === 404 && isStatus(answer.text))
        throw new StewardError('cluster_namespace_missing', { namespace });
      if (answer.status === 403) return undefined;
      need('namespaces', 'get', answer);
      return true;
    },
    missingRights: async () => {
      const asked = rightsOf(spec, false).flatMap(({ apiGroups: [group = ''], resources, verbs, resourceNames }) =>
        resources.flatMap((resource) => verbs.map((verb) => ({ group, resource, verb, name: resourceNames?.[0] }))),
      );
      const allowed = await Promise.all(asked.map(may));
      return asked.filter((_, at) => !allowed[at]).map(({ resource, verb }) => `${verb} ${resource}`);
    },
    hasSecret: async (name, key) => {
      const answer = await get(`${here}/secrets/${encodeURIComponent(name)}`);
      if (answer.status === 403) return undefined;
      if (answer.status === 404 && isStatus(answer.text)) return false;
      const { data } = secretSchema.parse(need(`secrets/${name}`, 'get', answer));
      return key === undefined || Object.hasOwn(data, key);
    },
    admitsPod: async (image) => {
      if (!(await may({ group: '', resource: 'pods', verb: 'create' }))) return undefined;
      const answer = await post(`${here}/pods?dryRun=All`, describeTrialPod(image));
      need('pods/steward-check', 'create', answer);
      return true;
    },
  };
}

/** Under the same confinement as a release's Pods. */
function describeTrialPod(image: string): object {
  const resources = { requests: { cpu: '1m', memory: '1Mi' }, limits: { memory: '1Mi' } };
  return {
    ...{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'steward-check' } },
    spec: {
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [{ name: 'gateway', image, resources, securityContext: confined }],
    },
  };
}
