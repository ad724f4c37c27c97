import { connectDatabase } from '../../database/database';
import { listProjects } from '../../database/projects';
import type { Checked } from '../../domain/check';
import type { TargetSpec } from '../../domain/project';
import { listSecrets } from '../../formats/settings/list-secrets';
import { type Environment, parseNamed } from '../../formats/settings/parse-settings';
import { checkedSettings, type SettingName } from '../../formats/settings/settings-table';
import { temporalSettings } from '../../formats/settings/temporal-settings';
import { createRedactor } from '../logging/redact';
import { checkChat } from './check-chat';
import { checkClusters, type ClusterPlace } from './check-clusters';
import { checkDatabase, type Login } from './check-database';
import { checkDocker } from './check-docker';
import { checkEngine } from './check-engine';
import { checkRegistry } from './check-registry';
import { leftOut, runLooks } from './run-looks';

export interface CheckDependencies {
  /** With the secrets that were named by files. */
  readonly environment: Environment;
  readonly now: () => Date;
  /** Differs from call to call. */
  readonly newName: () => string;
}

/** An environment, and where it is. */
interface AppliedPlace {
  readonly project: string;
  readonly environment: string;
  readonly spec: TargetSpec;
}

type Part = keyof typeof checkedSettings;

/** Tests each connection and right that the settings name, one after the other. What is not set is left out. No secret is told. */
export async function runChecks(deps: CheckDependencies): Promise<readonly Checked[]> {
  // Empty values count as unset, as for the processes.
  const environment = Object.fromEntries(Object.entries(deps.environment).filter(([, value]) => value?.trim()));
  const redact = createRedactor(listSecrets(environment)).text;
  const applied = await findPlaces(environment['STEWARD_DATABASE_URL']);
  const checked = [
    ...(await checkLogins(environment)),
    ...(await part(environment, 'engine', 'Temporal', (settings) => {
      const temporal = temporalSettings(settings);
      return () => checkEngine(temporal);
    })),
    ...(await part(
      environment,
      'registry',
      'Registry',
      (settings) => () =>
        settings.STEWARD_REGISTRY === undefined
          ? Promise.resolve(leftOut('Registry', 'STEWARD_REGISTRY is not set; images are kept in a folder'))
          : checkRegistry({
              settings,
              mark: deps.newName(),
              ...(environment['STEWARD_GATEWAY_IMAGE'] !== undefined && {
                gatewayImage: environment['STEWARD_GATEWAY_IMAGE'],
              }),
            }),
    )),
    ...(await part(environment, 'docker', 'Docker', (settings) => () => checkDocker(settings, applied))),
    ...(await part(environment, 'cluster', 'Kubernetes', (settings) => () => {
      if (applied === undefined)
        return Promise.resolve(leftOut('Kubernetes', 'project files cannot be read without the database'));
      const { STEWARD_KUBECONFIG: kubeconfig, STEWARD_GATEWAY_IMAGE: gatewayImage } = settings;
      return checkClusters(applied.flatMap(asClusterPlace), { kubeconfig, gatewayImage });
    })),
    ...(await checkChat(environment, deps.now)),
    ...leftOut('Mail', 'Steward sends none: all is said in the chat'),
  ];
  return checked.map((one) => ({
    ...one,
    found: redact(one.found),
    ...(one.cure !== undefined && { cure: redact(one.cure) }),
  }));
}

async function checkLogins(environment: Environment): Promise<readonly Checked[]> {
  const [owner, gateway] = [environment['STEWARD_DATABASE_OWNER_URL'], environment['STEWARD_GATEWAY_DATABASE_URL']];
  const login = (setting: SettingName, url: string, role: Login['role']): Login => ({ setting, url, role });
  return [
    ...(await part(
      environment,
      'database',
      'Database',
      ({ STEWARD_DATABASE_URL: url }) =>
        () =>
          checkDatabase('Database', login('STEWARD_DATABASE_URL', url, 'steward_application')),
    )),
    ...(gateway === undefined
      ? leftOut('Database, gateway role', 'STEWARD_GATEWAY_DATABASE_URL is not set here')
      : await part(
          environment,
          'gateway',
          'Database, gateway role',
          ({ STEWARD_GATEWAY_DATABASE_URL: url }) =>
            () =>
              checkDatabase('Database, gateway role', login('STEWARD_GATEWAY_DATABASE_URL', url, 'steward_gateway')),
        )),
    ...(owner === undefined
      ? leftOut('Database, owner', 'STEWARD_DATABASE_OWNER_URL is not set here')
      : await part(
          environment,
          'owner',
          'Database, owner',
          ({ STEWARD_DATABASE_OWNER_URL: url }) =>
            () =>
              checkDatabase('Database, owner', login('STEWARD_DATABASE_OWNER_URL', url, 'owner')),
        )),
  ];
}

/** Settings that cannot be read are a failed line of that part alone. */
async function part<Key extends Part>(
  environment: Environment,
  key: Key,
  title: string,
  prepare: (settings: ReturnType<typeof read<Key>>) => () => Promise<readonly Checked[]>,
): Promise<readonly Checked[]> {
  let check: (() => Promise<readonly Checked[]>) | undefined;
  const [parsed] = await runLooks('', [
    {
      what: `${title}: settings`,
      look: () => {
        check = prepare(read(environment, key));
        return Promise.resolve('complete');
      },
    },
  ]);
  return check === undefined ? (parsed ? [parsed] : []) : check();
}

function read<Key extends Part>(environment: Environment, key: Key) {
  return parseNamed<(typeof checkedSettings)[Key][number]>('check', checkedSettings[key], environment);
}

function asClusterPlace({ spec, ...place }: AppliedPlace): readonly ClusterPlace[] {
  return spec.kind === 'kubernetes' ? [{ ...place, spec }] : [];
}

/** The environments of the applied project files; undefined when they cannot be read. */
async function findPlaces(url: string | undefined): Promise<readonly AppliedPlace[] | undefined> {
  if (url === undefined) return undefined;
  const database = connectDatabase({ url, max: 1, name: 'steward check' });
  try {
    return (await listProjects(database)).flatMap(({ file }) =>
      Object.entries(file.environments).map(([environment, { target }]) => ({
        project: file.project,
        environment,
        spec: target,
      })),
    );
  } catch {
    return undefined;
  } finally {
    await database.close();
  }
}
