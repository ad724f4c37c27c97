import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { account, rightsOf } from '../../formats/kubernetes/rights';
import { parseSettingsFile } from '../../formats/settings/settings-file';
import { processSettings, type Setting, settingsTable } from '../../formats/settings/settings-table';
import { repositoryRoot } from '../support/run-state';

interface Container {
  readonly name: string;
  readonly image: string;
  readonly command: readonly string[];
  readonly env?: readonly { readonly name: string; readonly valueFrom?: { readonly secretKeyRef?: object } }[];
  readonly resources?: object;
  readonly securityContext?: object;
}

interface Workload {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly template: {
      readonly spec: {
        readonly securityContext?: object;
        readonly automountServiceAccountToken?: boolean;
        readonly terminationGracePeriodSeconds?: number;
        readonly initContainers?: readonly Container[];
        readonly containers: readonly Container[];
      };
    };
  };
}

interface Rbac {
  readonly metadata: { readonly name: string };
  readonly rules?: readonly unknown[];
  readonly roleRef?: { readonly name: string };
  readonly subjects?: readonly { readonly namespace: string; readonly name: string }[];
}

interface Policy {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly podSelector: object;
    readonly ingress?: readonly object[];
    readonly egress?: readonly object[];
  };
}

const read = (file: string): string => readFileSync(path.join(repositoryRoot, 'deploy', file), 'utf8');
const objects = (file: string): readonly unknown[] => parseAllDocuments(read(file)).map((one) => one.toJS() as unknown);
const workloads = ['bot', 'worker', 'builder', 'migrate'].map((name) => objects(`base/${name}.yaml`)[0] as Workload);
const servers = ['postgres', 'temporal'].map((name) => objects(`overlays/evaluation/${name}.yaml`)[1] as Workload);

describe('manifests', () => {
  it.each([...workloads, ...servers])(
    'manifests: $metadata.name is confined, bounded, and has its own image by name',
    (one) => {
      const { spec } = one.spec.template;
      expect(spec.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
      expect(spec.automountServiceAccountToken).toBe(one.metadata.name === 'steward-worker');
      for (const container of [...(spec.initContainers ?? []), ...spec.containers]) {
        expect(container.image).toMatch(/^(steward|postgres|temporal)$/);
        expect(container.resources).toMatchObject({
          requests: { cpu: expect.any(String) as string },
          limits: { memory: expect.any(String) as string },
        });
        expect(container.securityContext).toEqual({
          ...{ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
        });
      }
    },
  );

  /** What releases to this machine and to a server with Docker need: neither is in a cluster. */
  const ofOtherTargets = ['STEWARD_LOCAL_HOST_TOKEN', 'STEWARD_DOCKER_RECORDER_URL'];

  it.each(workloads)(
    'manifests: $metadata.name takes its secrets by reference, each one that its process reads',
    (one) => {
      const name = one.metadata.name.replace('steward-', '') as 'bot' | 'worker' | 'builder' | 'migrate';
      const given = (one.spec.template.spec.containers[0]?.env ?? []).map((variable) => {
        expect(variable.valueFrom?.secretKeyRef).toMatchObject({ name: expect.stringMatching(/^steward-/) as string });
        return variable.name;
      });
      const secret = processSettings[name].filter((setting) => (settingsTable[setting] as Setting).secret);
      expect(secret.filter((setting) => !given.includes(setting) && !ofOtherTargets.includes(setting))).toEqual([]);
    },
  );

  it('manifests: settings have names that processes read, values that they take, and no secret', () => {
    for (const [name, value] of Object.entries(parseSettingsFile(read('base/settings.env')))) {
      const setting: Setting | undefined = settingsTable[name as keyof typeof settingsTable];
      expect({ name, known: setting !== undefined, secret: setting?.secret }).toEqual({
        name,
        known: true,
        secret: undefined,
      });
      expect(setting?.schema.safeParse(value).success).toBe(true);
    }
  });

  const releases = rightsOf({}, false);
  const beside = (spec: Parameters<typeof rightsOf>[0], withJobs: boolean) =>
    rightsOf(spec, withJobs).slice(releases.length);
  const watching = [
    { apiGroups: [''], resources: ['pods'], verbs: ['list'] },
    { apiGroups: [''], resources: ['pods/log', 'pods/proxy', 'serviceaccounts'], verbs: ['get'] },
  ];
  const [worker, builder] = ['steward/steward-worker', 'steward/steward-builder'] as const;
  it.each([
    { file: 'models', name: 'steward-worker', rules: releases, accounts: [worker] },
    {
      ...{ file: 'components/route', name: 'steward-routes', accounts: [worker] },
      rules: beside({ route: { host: 'models.example' } }, false),
    },
    {
      ...{ file: 'components/image-stream', name: 'steward-images', rules: beside({ imageStream: true }, false) },
      accounts: [worker, builder, 'steward-models/steward'],
    },
    {
      ...{ file: 'components/trainer', name: 'steward-trainer', rules: [...watching, ...beside({}, true)] },
      accounts: [builder],
    },
  ])(
    'manifests: $file has the rights that `steward environment prepare` prints, under a name that it does not print',
    ({ file, name, rules, accounts }) => {
      const [role, binding] = objects(`${file}/rights.yaml`) as readonly Rbac[];
      expect(role?.rules).toEqual(rules);
      expect([role?.metadata.name, binding?.metadata.name, binding?.roleRef?.name]).toEqual([name, name, name]);
      expect(binding?.subjects?.map((subject) => `${subject.namespace}/${subject.name}`)).toEqual(accounts);
      expect(name).not.toBe(account);
    },
  );

  it('manifests: who is let in at the internal API is let out to it, and is let in from labelled namespaces', () => {
    const policies = objects('base/network.yaml') as readonly Policy[];
    const policy = (name: string) => policies.find(({ metadata }) => metadata.name === name)?.spec;
    const [label, api] = [{ matchLabels: { 'steward/asks-api': 'true' } }, [{ port: 7712 }]];
    expect(policy('steward-api')?.ingress).toEqual([
      { from: [{ podSelector: label }, { namespaceSelector: label }], ports: api },
    ]);
    const askers = policy('steward-api-askers');
    expect(askers?.podSelector).toEqual(label);
    expect(askers?.egress).toContainEqual({ to: [{ podSelector: policy('steward-api')?.podSelector }], ports: api });
  });

  it('manifests: only the path of Teams is led in from outside', () => {
    const [ingress] = objects('overlays/kubernetes/ingress.yaml') as readonly {
      readonly spec: { readonly rules: readonly { readonly http: { readonly paths: readonly object[] } }[] };
    }[];
    expect(ingress?.spec.rules.flatMap(({ http }) => http.paths)).toEqual([
      {
        path: '/api/messages',
        pathType: 'Exact',
        backend: { service: { name: 'steward-messages', port: { name: 'messages' } } },
      },
    ]);
    const [route] = objects('overlays/openshift/route.yaml') as readonly { readonly spec: object }[];
    expect(route?.spec).toMatchObject({ path: '/api/messages', to: { kind: 'Service', name: 'steward-messages' } });
    expect(read('overlays/openshift/kustomization.yaml') + read('base/bot.yaml')).not.toMatch(/runAsUser|fsGroup/);
  });
});
