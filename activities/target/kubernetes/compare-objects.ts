import { isDigest, shortDigest } from '../../../domain/digest';
import { releaseName } from '../../../domain/ids';
import type { Difference } from '../../../domain/observation/inspection';
import type { InspectRequest } from '../../../domain/ports/target';
import type { DeploymentObject, ServiceObject } from '../../../formats/kubernetes/objects';
import { type ChangedField, changedFields } from './changed-fields';
import { notes } from './describe-objects';
import { deploymentName, environmentLabels, environmentName, releaseLabel, releaseLabels } from './names';

/** With it OpenShift puts another image into a Deployment whenever a tag moves. */
const imageTrigger = 'image.openshift.io/triggers';
/** Fields of an object that are named; of more only the first. */
const named = 3;

/** Pods that were asked for when it was applied; of a Deployment that does not say so, those that it asks for now. */
export function wantedReplicas({ metadata, spec }: DeploymentObject): number {
  const noted = metadata.annotations?.[notes.replicas] ?? '';
  return /^\d+$/.test(noted) ? Number(noted) : spec.replicas;
}

/** What of a release's Deployment is not as it was applied. */
export function compareDeployment(
  request: InspectRequest,
  deployment: DeploymentObject | undefined,
): readonly Difference[] {
  const name = `Deployment ${deploymentName(request)}`;
  if (!deployment)
    return [{ about: 'gone', what: `The ${name} of ${releaseName(request.release)} is not there any more.` }];
  const { metadata, spec } = deployment;
  const changed = changedFields(metadata.managedFields ?? []);
  const wanted = wantedReplicas(deployment);
  const model = spec.template.spec.containers.find((container) => container.name === 'model');
  const image = model?.image.slice(model.image.lastIndexOf('@') + 1) ?? 'none';
  const [scale, imageField] = ['replicas', 'template.spec.containers[model].image'];
  return [
    ...(image === request.image
      ? []
      : [
          {
            about: 'image' as const,
            what: `The ${name} runs the image ${sayImage(image)}; released was ${shortDigest(request.image)}.`,
            ...writerOf(changed, imageField),
          },
        ]),
    ...(spec.replicas === wanted
      ? []
      : [
          {
            about: 'scale' as const,
            what: `The ${name} asks for ${sayPods(spec.replicas)}; ${sayPods(wanted)} ${wanted === 1 ? 'was' : 'were'} released.`,
            ...writerOf(changed, scale),
          },
        ]),
    ...compareLabels(name, metadata.labels, releaseLabels(request)),
    ...(metadata.annotations?.[imageTrigger] === undefined
      ? []
      : [
          {
            about: 'other' as const,
            what: `The ${name} has an image trigger (${imageTrigger}), which changes its image whenever a tag moves.`,
          },
        ]),
    ...sayOthers(
      name,
      changed.filter(({ path }) => path !== imageField && path !== scale),
    ),
  ];
}

/** Where the environment's Service leads, and what else of it was changed. */
export function compareService(request: InspectRequest, service: ServiceObject | undefined): readonly Difference[] {
  const name = `Service ${environmentName(request)}`;
  const release = releaseName(request.release);
  if (!service) return [{ about: 'traffic', what: `There is no ${name}: nothing leads to ${release}.` }];
  const { selector } = service.spec;
  const meant = releaseLabels(request);
  const changed = changedFields(service.metadata.managedFields ?? []);
  const ofSelector = changed.filter(({ path }) => path.startsWith('selector'));
  const same =
    Object.keys(selector).length === Object.keys(meant).length &&
    Object.entries(meant).every(([label, value]) => selector[label] === value);
  return [
    ...(same
      ? []
      : [
          {
            about: 'traffic' as const,
            what: `The ${name} leads ${sayWhere(request, selector)}, not to ${release} alone.`,
            ...(ofSelector[0] && { by: ofSelector[0].by }),
          },
        ]),
    ...compareLabels(name, service.metadata.labels, environmentLabels(request)),
    ...sayOthers(
      name,
      changed.filter(({ path }) => !path.startsWith('selector')),
    ),
  ];
}

export function missingObject(name: string): Difference {
  return { about: 'other', what: `The ${name} is not there any more.` };
}

function compareLabels(
  name: string,
  labels: Readonly<Record<string, string>> = {},
  meant: Readonly<Record<string, string>>,
): readonly Difference[] {
  const lost = Object.entries(meant).filter(([label, value]) => labels[label] !== value);
  if (lost.length === 0) return [];
  return [
    { about: 'other', what: `The ${name} has lost labels of Steward: ${lost.map(([label]) => label).join(', ')}.` },
  ];
}

function sayOthers(name: string, changed: readonly ChangedField[]): readonly Difference[] {
  const [first] = changed;
  if (!first) return [];
  const paths = [...new Set(changed.map(({ path }) => path))];
  const more = paths.length > named ? ` and ${paths.length - named} more` : '';
  return [
    { about: 'other', what: `Of the ${name} was changed: ${paths.slice(0, named).join(', ')}${more}.`, by: first.by },
  ];
}

function writerOf(changed: readonly ChangedField[], field: string | undefined): Pick<Difference, 'by'> {
  const found = changed.find(({ path }) => path === field);
  return found ? { by: found.by } : {};
}

function sayWhere(request: InspectRequest, selector: Readonly<Record<string, string>>): string {
  const { [releaseLabel]: release, ...rest } = selector;
  const ours = environmentLabels(request);
  if (Object.keys(selector).length === 0) return 'nowhere';
  if (release !== undefined && Object.entries(ours).every(([label, value]) => rest[label] === value))
    return Object.keys(rest).length === Object.keys(ours).length
      ? `to r${release}`
      : `only to some Pods of r${release}`;
  return `to Pods with ${Object.entries(selector)
    .map(([label, value]) => `${label}=${value}`)
    .join(', ')}`;
}

function sayImage(image: string): string {
  return isDigest(image) ? shortDigest(image) : image;
}

function sayPods(count: number): string {
  return `${count} ${count === 1 ? 'Pod' : 'Pods'}`;
}
