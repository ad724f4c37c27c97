import type { BaseRule, ProjectFile, TargetSpec } from '../../domain/project';
import type { EnvironmentSection } from './schema';
import type { ServingSection } from './serving-schema';

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
    bases: bases.map(({ when, base, command }) => ({
      ...(when === undefined ? {} : { when: toCondition(when) }),
      base: base === 'scratch' ? { kind: 'scratch' } : { kind: 'image', reference: base },
      ...(command === undefined ? {} : { server: { command } }),
    })),
  };
}

function toCondition({
  ops,
  tensorflow,
  target,
}: NonNullable<ServingSection['bases'][number]['when']>): NonNullable<BaseRule['when']> {
  return {
    ...(ops === undefined ? {} : { ops }),
    ...(tensorflow === undefined ? {} : { tensorflow }),
    ...(target === undefined ? {} : { target }),
  };
}

/** A local host brings the model server; a cluster runs the one in the image. */
export function checkBases(
  { bases }: ServingSection,
  environments: ProjectFile['environments'],
  problems: string[],
): void {
  const [name] = Object.entries(environments).find(([, { target }]) => target.kind === 'kubernetes') ?? [];
  if (name === undefined) return;
  for (const [index, { base, when }] of bases.entries()) {
    const { target } = when ?? {};
    if (base !== 'scratch' || (target !== undefined && target !== 'kubernetes')) continue;
    problems.push(
      `serving.bases[${index}]: ${name} runs in a cluster, and scratch holds no model server; give an image such as TensorFlow Serving by digest, or when: { target: local }`,
    );
  }
}
