import { isDigest } from '../../../domain/digest';
import { StewardError } from '../../../domain/errors';
import type { EnvironmentRef, ServingObservation } from '../../../domain/ports/target';
import { serviceSchema, type ServiceObject } from '../../../formats/kubernetes/objects';
import type { Namespace } from './connect-namespace';
import { notes } from './describe-objects';
import { environmentLabels, environmentName, releaseLabel } from './names';
import { getDeployment, requireOwn, templateImage } from './release-state';

/** Who has the traffic, by the Service's selector; of what image, by the Deployment that it leads to. */
export async function readServing(
  namespace: Namespace,
  environment: EnvironmentRef,
): Promise<ServingObservation | undefined> {
  const service = await namespace.get('Service', environmentName(environment), serviceSchema);
  const release = service && releaseOf(environment, service);
  if (service === undefined || release === undefined) return undefined;
  const deployment = await getDeployment(namespace, { ...environment, release });
  const { metadata } = deployment ?? service;
  const image = deployment ? templateImage(deployment) : (metadata.annotations?.[notes.image] ?? '');
  if (!isDigest(image)) throw new StewardError('cluster_object_foreign', { what: `services/${service.metadata.name}` });
  return { release, label: metadata.annotations?.[notes.label] ?? '', image };
}

/** Undefined where the Service leads nowhere. Throws `cluster_object_foreign` for one that is not ours. */
export function releaseOf(environment: EnvironmentRef, service: ServiceObject): number | undefined {
  requireOwn(`services/${service.metadata.name}`, service, environmentLabels(environment));
  const selected = service.spec.selector[releaseLabel];
  return selected === undefined ? undefined : Number(selected);
}
