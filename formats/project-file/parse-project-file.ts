import type { z } from 'zod';
import { StewardError } from '../../domain/errors';
import type { ProjectFile } from '../../domain/project';
import { describeIssues } from '../describe-issues';
import { isRecord } from '../is-record';
import { readYaml } from '../read-yaml';
import { assembleProjectFile, type ProjectSections } from './assemble';
import {
  contractSection,
  description,
  environmentSection,
  type EnvironmentSection,
  monitoringSection,
  peopleSection,
  retrainingSection,
  rolesSection,
  slug,
  topSection,
} from './schema';
import { servingSection } from './serving-schema';

/** A project file is a page of text; whatever is longer is something else. */
const maxBytes = 256 * 1024;

/**
 * Reads a project file. Each section is judged on its own, so that one mistake hides no other: everything that is
 * wrong is told at once, with its path and what to do.
 *
 * Errors: `project_file_too_large`, `project_file_not_yaml`, `project_file_invalid` (all mistakes, one a line).
 */
export function parseProjectFile(text: string): ProjectFile {
  const bytes = Buffer.byteLength(text);
  if (bytes > maxBytes) throw new StewardError('project_file_too_large', { bytes, limit: maxBytes });
  const top = readTop(text);
  const problems: string[] = [];
  const sections = readSections(top, problems);
  const file = assembleProjectFile(sections, problems);
  if (file !== undefined && problems.length === 0) return file;
  const listed = problems.map((problem) => `- ${problem}`).join('\n');
  throw new StewardError('project_file_invalid', { count: problems.length, problems: listed });
}

function readTop(text: string): Readonly<Record<string, unknown>> {
  const { value, why } = readYaml(text);
  if (why !== undefined) throw new StewardError('project_file_not_yaml', { why });
  if (isRecord(value)) return value;
  throw new StewardError('project_file_not_yaml', { why: 'it holds no keys such as project: and environments:' });
}

function readSections(top: Readonly<Record<string, unknown>>, problems: string[]): ProjectSections {
  const keys = topSection.safeParse(top);
  if (!keys.success) problems.push(...describeIssues(keys.error, top));
  function read<Schema extends z.ZodType>(schema: Schema, value: unknown, ...path: string[]) {
    const result = schema.safeParse(value);
    if (!result.success) problems.push(...describeIssues(result.error, value, path));
    return result.data;
  }
  return {
    project: read(slug, top['project'], 'project'),
    description: read(description.optional(), top['description'], 'description'),
    contract: read(contractSection, top['contract'], 'contract'),
    people: read(peopleSection.default({}), top['people'], 'people'),
    roles: read(rolesSection, top['roles'], 'roles'),
    environments: readEnvironments(top['environments'], problems, (value, name) =>
      read(environmentSection, value, 'environments', name),
    ),
    serving: read(servingSection.default({ bases: [{ base: 'scratch' }] }), top['serving'], 'serving'),
    monitoring: read(monitoringSection.optional(), top['monitoring'], 'monitoring'),
    retraining: read(retrainingSection.optional(), top['retraining'], 'retraining'),
  };
}

const maxEnvironments = 20;

function readEnvironments(
  value: unknown,
  problems: string[],
  read: (value: unknown, name: string) => EnvironmentSection | undefined,
): Readonly<Record<string, EnvironmentSection | undefined>> | undefined {
  const names = isRecord(value) ? Object.keys(value) : [];
  if (!isRecord(value) || names.length === 0 || names.length > maxEnvironments) {
    problems.push(`environments: must name 1 to ${maxEnvironments} places to release to, such as production:`);
    return undefined;
  }
  const entries = names.map((name) => {
    const problem = slug.safeParse(name).error?.issues[0]?.message;
    if (problem !== undefined) problems.push(`environments.${name}: the name ${problem}`);
    return [name, read(value[name], name)] as const;
  });
  return Object.fromEntries(entries);
}
