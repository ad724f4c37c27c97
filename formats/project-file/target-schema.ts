import { z } from 'zod';
import { strictRecord } from '../describe-issues';
import { isRecord } from '../is-record';

/** Kubernetes' own rule for names of objects (RFC 1123 labels). */
export const clusterName = z
  .string()
  .regex(
    /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
    'must be 1 to 63 lower-case letters, digits and "-", none at the ends',
  );

/** A name in DNS: what a Route may be called. */
const hostName = z
  .string()
  .max(253)
  .regex(
    /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
    'must be a host name in lower case such as hmeq.apps.example.com',
  );

/** Of Kubernetes' quantities those that people write for processors and memory. */
export const cpu = z.string().regex(/^[1-9]\d{0,5}m?$/, 'must be processors such as 500m or 2');
export const memory = z.string().regex(/^[1-9]\d{0,8}(Mi|Gi)$/, 'must be memory such as 512Mi or 2Gi');

const kubernetesTarget = strictRecord({
  kind: z.literal('kubernetes'),
  namespace: clusterName,
  context: z.string().min(1).max(200).optional(),
  replicas: z.number().int().min(1).max(100).default(1),
  resources: strictRecord({ cpu: cpu.default('500m'), memory: memory.default('1Gi') }).prefault({}),
  pullSecret: clusterName.optional(),
  recorderSecret: clusterName.default('steward-recorder'),
  probesFrom: z
    .array(z.union([z.cidrv4(), z.cidrv6()], 'must be a network such as 10.0.0.0/24'))
    .max(20)
    .default([]),
  spoolMegabytes: z.number().int().min(1).max(100_000).default(256),
  route: strictRecord({ host: hostName.optional() }).optional(),
  imageStream: z.literal(true, 'must be true, or be left out').optional(),
});

/** Docker's own rule for names of networks, without those that it makes itself. */
const dockerNetwork = z
  .string()
  .regex(/^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,62}$/, 'must be a name of 1 to 63 letters, digits, "_", "." and "-"')
  .refine((name) => !['bridge', 'host', 'none', 'default'].includes(name), {
    error: 'must be a network of its own: in that one containers do not know each other by name',
  });

const dockerTarget = strictRecord({
  kind: z.literal('docker'),
  port: z.number().int().min(1).max(65_535),
  address: z.union([z.ipv4(), z.ipv6()], 'must be an IP address of the server such as 127.0.0.1').default('127.0.0.1'),
  host: z
    .string()
    .min(1)
    .max(253)
    .regex(/^[a-zA-Z0-9.-]+$/, 'must be a host name')
    .optional(),
  network: dockerNetwork.default('steward'),
  resources: strictRecord({ cpu: cpu.optional(), memory: memory.default('1Gi') }).prefault({}),
  spoolMegabytes: z.number().int().min(1).max(100_000).default(256),
});

const targets = [strictRecord({ kind: z.literal('local') }), dockerTarget, kubernetesTarget] as const;

export const target = z.discriminatedUnion('kind', targets, {
  error: (issue) => {
    const kind = isRecord(issue.input) ? issue.input['kind'] : undefined;
    if (kind === 'openshift') return 'cannot be openshift: use kubernetes, which finds out what the cluster can do';
    return undefined;
  },
});
