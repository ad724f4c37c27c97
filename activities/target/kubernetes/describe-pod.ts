import type { StageRequest } from '../../../domain/ports/target';
import type { KubernetesSpec } from '../../../domain/project';
import { gatewaySettings } from '../gateway-settings';
import { modelServerCommand } from '../model-server-command';
import { environmentName } from './names';

/** Of the Pod: the model server's own, and the gateway's, which alone the Service leads to. */
export const ports = { model: 8501, gateway: 8502 } as const;

/**
 * Seconds: traffic to a Pod that ends stops within the first of them; then the gateway ships its rows, and only then the
 * model server is told, so that it answers what is under way.
 */
const ending = { traffic: 5, gateway: 15, grace: 40 } as const;
/** Seconds between looks, and looks, until a container that has not started counts as failed. */
const patience = { period: 2, looks: 150 } as const;

export interface PodParts {
  /** Steward's own image, by digest, which the gateway runs from. */
  readonly image: string;
  /** Secrets that the cluster itself gives to pull with, beside the project file's. */
  readonly pullSecrets?: readonly string[];
}

/** A model in an image, and how it is started there. */
export type ModelImage = Pick<StageRequest, 'project' | 'reference' | 'versionDirectory' | 'server'>;

/** What every container of ours runs under: the restricted level of Pod Security. The user is the image's own number. */
export const confined = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
} as const;

/**
 * Model server and scoring gateway beside each other. The model server is TensorFlow Serving unless the base's rule names
 * a command of its own; it loads the one version of the image, at once and only once, so that a model that cannot be
 * loaded shows in seconds.
 *
 * There is no liveness probe: a model that is slow under load is not helped by a restart, and a process that ends is
 * started again anyhow.
 */
export function describePod(request: StageRequest, spec: KubernetesSpec, { image, pullSecrets = [] }: PodParts) {
  const secrets = [...(spec.pullSecret === undefined ? [] : [spec.pullSecret]), ...pullSecrets];
  return {
    serviceAccountName: environmentName(request),
    automountServiceAccountToken: false,
    // Each container has processes of its own: the gateway's environment and spool are none of the model's business.
    enableServiceLinks: false,
    terminationGracePeriodSeconds: ending.grace,
    securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    ...(secrets.length > 0 && { imagePullSecrets: secrets.map((name) => ({ name })) }),
    containers: [describeModel(request, spec), describeGateway(request, spec, image)],
    volumes: [{ name: 'spool', emptyDir: { sizeLimit: `${spec.spoolMegabytes * 2}Mi` } }],
  };
}

/** What starts a model server in an image and tells that it is up, wherever it runs. */
export function describeModelServer(
  { project, reference, versionDirectory, server }: ModelImage,
  { resources }: Pick<KubernetesSpec, 'resources'>,
) {
  const metadata = { path: `/v1/models/${project}/versions/${BigInt(versionDirectory)}/metadata`, port: ports.model };
  return {
    name: 'model',
    image: reference,
    command: modelServerCommand(project, ports.model, server),
    env: [
      { name: 'MODEL_NAME', value: project },
      { name: 'MODEL_VERSION', value: versionDirectory },
      { name: 'MODEL_DIRECTORY', value: `/models/${project}/${versionDirectory}` },
      { name: 'MODEL_PORT', value: String(ports.model) },
    ],
    ports: [{ name: 'model', containerPort: ports.model }],
    resources: { requests: resources, limits: { memory: resources.memory } },
    // It answers once the version that was meant is loaded; status 200 elsewhere would say nothing.
    startupProbe: { httpGet: metadata, periodSeconds: patience.period, failureThreshold: patience.looks },
    securityContext: confined,
  };
}

function describeModel(request: StageRequest, spec: KubernetesSpec) {
  const { startupProbe, ...server } = describeModelServer(request, spec);
  const { httpGet } = startupProbe;
  return {
    ...{ ...server, startupProbe },
    readinessProbe: { httpGet, periodSeconds: 5, failureThreshold: 2, timeoutSeconds: 2 },
    lifecycle: { preStop: { sleep: { seconds: ending.traffic + ending.gateway } } },
  };
}

function describeGateway(request: StageRequest, spec: KubernetesSpec, image: string) {
  const settings = gatewaySettings(request, {
    ...{ port: ports.gateway, model: `http://127.0.0.1:${ports.model}`, spool: '/spool' },
    spoolMegabytes: spec.spoolMegabytes,
  });
  return {
    name: 'gateway',
    image,
    command: ['node', '/app/dist/serving/gateway/main.js'],
    env: [
      // Kubernetes fills in $(…) and takes $$ for $.
      ...Object.entries(settings).map(([name, value]) => ({ name, value: value.replaceAll('$', () => '$$') })),
      {
        name: 'STEWARD_GATEWAY_DATABASE_URL',
        valueFrom: { secretKeyRef: { name: spec.recorderSecret, key: 'database-url' } },
      },
    ],
    ports: [{ name: 'gateway', containerPort: ports.gateway }],
    resources: { requests: { cpu: '100m', memory: '192Mi' }, limits: { memory: '384Mi' } },
    readinessProbe: {
      httpGet: { path: '/-/readyz', port: ports.gateway },
      periodSeconds: 2,
      failureThreshold: 2,
      timeoutSeconds: 3,
    },
    lifecycle: { preStop: { sleep: { seconds: ending.traffic } } },
    volumeMounts: [{ name: 'spool', mountPath: '/spool' }],
    securityContext: confined,
  };
}
