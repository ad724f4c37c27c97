import type { BaseRule, ProjectFile, TargetSpec } from '../../domain/project';
import type { EnvironmentSection } from './schema';
import type { ServingSection } from './serving-schema';

/** Absent keys are absent, so that equal files are equal. */
export function toTarget(section: EnvironmentSection['target']): TargetSpec {
  if (section.kind === 'local') return section;
  if (section.kind === 'docker') {
    const { host, resources, ...rest } = section;
    const { cpu, memory } = resources;
    return {
      ...rest,
      ...(host === undefined ? {} : { host }),
      resources: { ...(cpu === undefined ? {} : { cpu }), memory },
    };
  }
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

/** A local host brings the model server; Docker and a cluster run the one in the image. */
export function checkBases(
  { bases }: ServingSection,
  environments: ProjectFile['environments'],
  problems: string[],
): void {
  for (const [name, { target: kind }] of Object.entries(environments)) {
    if (kind.kind === 'local') continue;
    const where = kind.kind === 'docker' ? 'on Docker' : 'in a cluster';
    for (const [index, { base, when }] of bases.entries())
      if (base === 'scratch' && (when?.target ?? kind.kind) === kind.kind)
        problems.push(
          `serving.bases[${index}]: ${name} runs ${where}, and scratch holds no model server; give an image such as TensorFlow Serving by digest, or when: { target: local }`,
        );
  }
}

/** Two environments cannot publish one port of a server. */
export function checkPorts(environments: ProjectFile['environments'], problems: string[]): void {
  const holders = new Map<number, string>();
  for (const [name, { target }] of Object.entries(environments)) {
    if (target.kind !== 'docker') continue;
    const other = holders.get(target.port);
    if (other !== undefined)
      problems.push(`environments.${name}.target.port: ${target.port} is the port of ${other} already; take another`);
    holders.set(target.port, name);
  }
}
