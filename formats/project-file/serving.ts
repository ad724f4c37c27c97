import type { ProjectFile, TargetSpec } from '../../domain/project';
import type { EnvironmentSection, ServingSection } from './schema';

/** Absent keys are absent, so that equal files are equal. */
export function toTarget(section: EnvironmentSection['target']): TargetSpec {
  if (section.kind === 'local') return section;
  const { context, pullSecret, route, imageStream, ...rest } = section;
  return {
    ...rest,
    ...(context === undefined ? {} : { context }),
    ...(pullSecret === undefined ? {} : { pullSecret }),
    ...(route === undefined ? {} : { route: route.host === undefined ? {} : { host: route.host } }),
    ...(imageStream === undefined ? {} : { imageStream }),
  };
}

export function toServing({ bases }: ServingSection): ProjectFile['serving'] {
  return {
    bases: bases.map(({ base, command }) => ({
      base: base === 'scratch' ? { kind: 'scratch' } : { kind: 'image', reference: base },
      ...(command === undefined ? {} : { server: { command } }),
    })),
  };
}

/** A local host brings the model server; a cluster runs the one in the image. */
export function checkBases(
  { bases }: ServingSection,
  environments: ProjectFile['environments'],
  problems: string[],
): void {
  const [name] = Object.entries(environments).find(([, { target }]) => target.kind === 'kubernetes') ?? [];
  if (name === undefined || bases[0]?.base !== 'scratch') return;
  problems.push(
    `serving.bases: ${name} runs in a cluster, and scratch holds no model server; put an image such as TensorFlow Serving first, by digest`,
  );
}
