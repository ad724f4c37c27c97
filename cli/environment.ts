import type { Command } from 'commander';
import { getProject } from '../database/projects';
import { StewardError } from '../domain/errors';
import type { KubernetesSpec } from '../domain/project';
import type { JobTrainerSpec } from '../domain/retraining/policy';
import { unknownEnvironment } from '../domain/unknown-environment';
import { describePreparation } from '../formats/kubernetes/describe-preparation';
import { chooseProject } from './choose-project';
import type { CliContext } from './context';

export function addEnvironmentVerbs(program: Command, context: CliContext): void {
  const environment = program.command('environment').description('places that are released to');
  environment
    .command('prepare')
    .argument('<name>', 'an environment of the project whose target is a cluster')
    .requiredOption('--print', 'print what a cluster administrator reads and applies (YAML); nothing is applied')
    .option('--project <project>', 'the project; may be left out where there is only one')
    .description('namespace, rights, ServiceAccount and quota that releases to an environment need')
    .action(async (name: string, options: { project?: string }) => prepare(context, name, options.project));
}

async function prepare(context: CliContext, environment: string, given: string | undefined): Promise<void> {
  const project = await chooseProject(context, given);
  const { file } = await getProject(context.database(), project);
  const target = file.environments[environment]?.target;
  if (target === undefined) throw unknownEnvironment(file, environment);
  if (target.kind !== 'kubernetes')
    throw new StewardError('environment_needs_nothing', { environment, kind: target.kind });
  const trainer = file.retraining?.trainer;
  const shared = trainer && 'image' in trainer && isIn(trainer, target) ? trainer : undefined;
  // Only what is judged is retrained.
  const gate = file.retraining !== undefined && file.monitoring?.environments.includes(environment) === true;
  const jobs = { ...(shared && { trainer: shared }), gate };
  context.print(describePreparation({ project, environment }, target, jobs).trimEnd());
}

function isIn(trainer: JobTrainerSpec, { namespace, context }: KubernetesSpec): boolean {
  return trainer.namespace === namespace && trainer.context === context;
}
