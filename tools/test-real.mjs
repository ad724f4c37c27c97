import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';

/*
 * `npm run test:real`: the suites on parts that a machine need not have. Finds what is there, says what is left out and
 * why, and hands the rest to Jest; a suite whose part is missing counts as skipped, never as passed.
 */
const parts = [
  {
    title: 'HMEQ and the example models',
    variable: 'STEWARD_TEST_DATA',
    find: () => undefined,
    holds: (folder) => existsSync(folder),
    cure: 'set STEWARD_TEST_DATA to the folder that holds data/hmeq and tensorflow/example',
  },
  {
    title: 'TensorFlow',
    variable: 'STEWARD_TEST_TENSORFLOW',
    find: () => (hasTensorflow('python3') ? 'python3' : undefined),
    holds: hasTensorflow,
    cure: 'install tensorflow-cpu in a virtual environment and set STEWARD_TEST_TENSORFLOW to its python',
  },
  {
    title: 'Chromium',
    variable: 'STEWARD_TEST_CHROMIUM',
    find: () => ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync),
    holds: (program) => spawnSync(program, ['--version']).status === 0,
    cure: 'install Chromium (Debian: apt-get install chromium) or set STEWARD_TEST_CHROMIUM to its program',
  },
  {
    title: 'A Kubernetes of one node',
    variable: 'STEWARD_TEST_CLUSTER',
    find: () => undefined,
    holds: (folder) => existsSync(`${folder}/kube-up`) && process.getuid?.() === 0,
    cure: 'as root on Linux, set STEWARD_TEST_CLUSTER to the folder of the programs that start one (kube-up and its kin)',
  },
  {
    title: 'a container registry',
    variable: 'STEWARD_TEST_REGISTRY',
    find: () => (hasRegistry('docker-registry') ? 'docker-registry' : undefined),
    holds: hasRegistry,
    cure: 'install docker-registry and openssl (Debian: apt-get install docker-registry openssl) or set STEWARD_TEST_REGISTRY to its program',
  },
  {
    title: 'a Docker daemon',
    variable: 'STEWARD_TEST_DOCKER',
    find: () => ['/usr/sbin/dockerd', '/usr/bin/dockerd'].find(existsSync),
    holds: (program) => spawnSync(program, ['--version']).status === 0 && process.getuid?.() === 0,
    cure: 'as root on Linux, install docker.io (Debian: apt-get install docker.io) or set STEWARD_TEST_DOCKER to dockerd',
  },
];

/** The tests make its certificates with openssl. */
function hasRegistry(program) {
  return [
    [program, '--version'],
    ['openssl', 'version'],
  ].every(([name, word]) => spawnSync(name, [word]).status === 0);
}

function hasTensorflow(python) {
  return spawnSync(python, ['-c', 'import importlib.util as u; exit(u.find_spec("tensorflow") is None)']).status === 0;
}

const env = { ...process.env };
for (const { title, variable, find, holds, cure } of parts) {
  const value = env[variable] || find();
  delete env[variable];
  if (value !== undefined && holds(value)) env[variable] = value;
  else process.stderr.write(`Left out: ${title}${value === undefined ? '' : ` (${value} is not it)`}; ${cure}.\n`);
}

const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
const args = [jest, '--selectProjects', 'real', '--passWithNoTests', ...process.argv.slice(2)];
const run = spawnSync(process.execPath, args, { stdio: 'inherit', env });
process.exitCode = run.status ?? 1;
