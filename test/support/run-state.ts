import path from 'node:path';

/** What the one set of servers of a test run tells the test files, through the environment. */
export interface TestServers {
  /** The cluster's superuser, database `postgres`. */
  readonly postgresUrl: string;
  readonly temporalAddress: string;
  readonly temporalNamespace: string;
  readonly timeSkippingProgram: string;
  /** A folder of this run alone; removed at its end. */
  readonly folder: string;
}

const variables = {
  postgresUrl: 'STEWARD_TEST_POSTGRES_URL',
  temporalAddress: 'STEWARD_TEST_TEMPORAL_ADDRESS',
  temporalNamespace: 'STEWARD_TEST_TEMPORAL_NAMESPACE',
  timeSkippingProgram: 'STEWARD_TEST_TIME_SKIPPING_PROGRAM',
  folder: 'STEWARD_TEST_FOLDER',
} as const satisfies Record<keyof TestServers, string>;

export function publishTestServers(servers: TestServers): void {
  for (const [key, variable] of Object.entries(variables)) process.env[variable] = servers[key as keyof TestServers];
}

/** The servers of this run; only test files named `*.parts.test.ts` and `*.real.test.ts` have them. */
export function testServers(): TestServers {
  return {
    postgresUrl: read('postgresUrl'),
    temporalAddress: read('temporalAddress'),
    temporalNamespace: read('temporalNamespace'),
    timeSkippingProgram: read('timeSkippingProgram'),
    folder: read('folder'),
  };
}

function read(key: keyof TestServers): string {
  const value = process.env[variables[key]];
  if (value === undefined) throw new Error(`${variables[key]} is not set: is this test file named *.parts.test.ts?`);
  return value;
}

export const repositoryRoot = path.resolve(__dirname, '../..');
