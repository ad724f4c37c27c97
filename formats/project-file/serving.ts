import type { ProjectFile, TargetSpec } from '../../domain/project';
import type { EnvironmentSection, ServingSection } from './schema';

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
  const { context, pullSecret, ...rest } = section;
  return {
    ...rest,
    ...(context === undefined ? {} : { context }),
    ...(pullSecret === undefined ? {} : { pullSecret }),
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

/** A local host brings the model server; Docker and a cluster run the one in the image. */
export function checkBases(
  { bases }: ServingSection,
  environments: ProjectFile['environments'],
  problems: string[],
): void {
  const [name, found] = Object.entries(environments).find(([, { target }]) => target.kind !== 'local') ?? [];
  if (name === undefined || bases[0]?.base !== 'scratch') return;
  const where = found?.target.kind === 'docker' ? 'on Docker' : 'in a cluster';
  problems.push(
    `serving.bases: ${name} runs ${where}, and scratch holds no model server; put an image such as TensorFlow Serving first, by digest`,
  );
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
