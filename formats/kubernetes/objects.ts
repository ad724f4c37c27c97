import { z } from 'zod';

/** What is read of Kubernetes' objects; all else of them passes unseen. Field names are Kubernetes' own. */

const texts = z.record(z.string(), z.string());

/** Who wrote which fields last, as server-side apply keeps it. */
const managedFieldsSchema = z.object({
  manager: z.string().default(''),
  time: z.string().exactOptional(),
  subresource: z.string().exactOptional(),
  fieldsV1: z.record(z.string(), z.unknown()).default({}),
});
export type ManagedFields = z.infer<typeof managedFieldsSchema>;

const metadataSchema = z.object({
  name: z.string(),
  uid: z.string().exactOptional(),
  resourceVersion: z.string().exactOptional(),
  generation: z.number().exactOptional(),
  creationTimestamp: z.string().exactOptional(),
  deletionTimestamp: z.string().exactOptional(),
  labels: texts.exactOptional(),
  annotations: texts.exactOptional(),
  managedFields: z.array(managedFieldsSchema).exactOptional(),
});

const condition = z.object({
  type: z.string(),
  status: z.string(),
  reason: z.string().exactOptional(),
  message: z.string().exactOptional(),
  lastTransitionTime: z.string().exactOptional(),
});

export const deploymentSchema = z.object({
  metadata: metadataSchema,
  spec: z.object({
    replicas: z.number().default(1),
    template: z.object({
      spec: z.object({
        containers: z.array(
          z.object({
            name: z.string(),
            image: z.string().default(''),
            readinessProbe: z
              .object({ httpGet: z.object({ path: z.string().default('') }).exactOptional() })
              .exactOptional(),
          }),
        ),
      }),
    }),
  }),
  status: z
    .object({
      observedGeneration: z.number().default(0),
      replicas: z.number().default(0),
      updatedReplicas: z.number().default(0),
      availableReplicas: z.number().default(0),
      conditions: z.array(condition).default([]),
    })
    .prefault({}),
});
export type DeploymentObject = z.infer<typeof deploymentSchema>;

const terminated = z.object({
  reason: z.string().exactOptional(),
  /** What the container left as its last word, or the runtime's why it did not start. */
  message: z.string().exactOptional(),
  exitCode: z.number(),
});

const containerStatus = z.object({
  name: z.string(),
  restartCount: z.number().default(0),
  ready: z.boolean().default(false),
  imageID: z.string().default(''),
  state: z
    .object({
      waiting: z.object({ reason: z.string().exactOptional(), message: z.string().exactOptional() }).exactOptional(),
      running: z.object({}).exactOptional(),
      terminated: terminated.exactOptional(),
    })
    .prefault({}),
  lastState: z.object({ terminated: terminated.exactOptional() }).prefault({}),
});
export type ContainerStatus = z.infer<typeof containerStatus>;

export const podSchema = z.object({
  metadata: metadataSchema,
  status: z
    .object({
      conditions: z.array(condition).default([]),
      phase: z.string().default(''),
      reason: z.string().exactOptional(),
      message: z.string().exactOptional(),
      initContainerStatuses: z.array(containerStatus).default([]),
      containerStatuses: z.array(containerStatus).default([]),
    })
    .prefault({}),
});
export type PodObject = z.infer<typeof podSchema>;

export const jobSchema = z.object({
  metadata: metadataSchema,
  status: z.object({ conditions: z.array(condition).default([]) }).prefault({}),
});
export type JobObject = z.infer<typeof jobSchema>;

export const eventSchema = z.object({
  type: z.string().default(''),
  reason: z.string().default(''),
  message: z.string().default(''),
});

export const serviceSchema = z.object({
  metadata: metadataSchema,
  spec: z.object({ selector: texts.default({}) }),
});
export type ServiceObject = z.infer<typeof serviceSchema>;

export const routeSchema = z.object({
  metadata: metadataSchema,
  spec: z.object({ host: z.string().default('') }),
  status: z
    .object({
      ingress: z
        .array(z.object({ host: z.string().default(''), conditions: z.array(condition).default([]) }))
        .default([]),
    })
    .prefault({}),
});
export type RouteObject = z.infer<typeof routeSchema>;

export const serviceAccountSchema = z.object({
  metadata: metadataSchema,
  imagePullSecrets: z.array(z.object({ name: z.string() })).default([]),
});

/** Without tags: images are named by digest. */
export const imageStreamSchema = z.object({
  metadata: metadataSchema,
  status: z
    .object({
      dockerImageRepository: z.string().default(''),
      publicDockerImageRepository: z.string().default(''),
    })
    .prefault({}),
});

export const endpointSliceSchema = z.object({
  metadata: metadataSchema,
  endpoints: z
    .array(
      z.object({
        conditions: z.object({ ready: z.boolean().nullish() }).nullish(),
        targetRef: z.object({ name: z.string() }).nullish(),
      }),
    )
    .nullish(),
});

export const listSchema = z.object({ items: z.array(z.unknown()) }).transform(({ items }) => items);

/** Enough to tell whose an object is. */
export const ownedSchema = z.object({ metadata: metadataSchema });

/** What is read of a scoring gateway's counters. */
export const gatewayCountersSchema = z.object({
  spooled: z.object({ rows: z.number() }),
  oldestUnshippedMs: z.number(),
  shipping: z.object({ state: z.string() }),
});

/** The answer to a TokenRequest. */
export const tokenSchema = z.object({ status: z.object({ token: z.string().min(1) }) });

/** TensorFlow Serving's answer to `GET /v1/models/<name>`. */
export const modelStatusSchema = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue('not JSON');
      return z.NEVER;
    }
  })
  .pipe(
    z.object({
      model_version_status: z.array(
        z.object({
          version: z.string().regex(/^\d+$/),
          state: z.string(),
          status: z.object({ error_message: z.string().default('') }).prefault({}),
        }),
      ),
    }),
  );

/** Whether a text is the API server's own answer (kind Status), and not that of a Pod or a proxy. */
export function isStatus(text: string): boolean {
  try {
    return z.object({ kind: z.literal('Status'), apiVersion: z.literal('v1') }).safeParse(JSON.parse(text)).success;
  } catch {
    return false;
  }
}

/** Kubernetes' answer to what it refuses (kind Status). */
export const statusSchema = z.object({
  message: z.string().default(''),
  reason: z.string().default(''),
  details: z
    .object({
      name: z.string().exactOptional(),
      kind: z.string().exactOptional(),
      causes: z
        .array(
          z.object({
            reason: z.string().exactOptional(),
            message: z.string().exactOptional(),
            field: z.string().exactOptional(),
          }),
        )
        .exactOptional(),
    })
    .nullish(),
});
