/**
 * Tests lie in test/, in the same tree as what they test. `fast` needs nothing; `parts` uses real servers, one set a
 * run; `real` uses what a machine need not have and is skipped, by name, where it is missing.
 */
const transform = {
  '^.+\\.[jt]s$': [
    '@swc/jest',
    { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
  ],
};
const common = {
  transform,
  /** These come as ES modules only, which Jest cannot require before Node 24.9. */
  transformIgnorePatterns: [
    '/node_modules/(?!(jose|node-pg-migrate|@kubernetes/client-node|openid-client|oauth4webapi)/)',
  ],
  testEnvironment: 'node',
  moduleFileExtensions: ['ts', 'js', 'json'],
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/.steward'],
};

/** One PostgreSQL and one Temporal server for all files of a project. */
const withServers = {
  ...common,
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
  setupFilesAfterEnv: ['<rootDir>/test/support/parts-timeout.ts'],
};

module.exports = {
  maxWorkers: 2,
  projects: [
    {
      ...common,
      displayName: 'fast',
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', '\\.parts\\.test\\.ts$', '\\.real\\.test\\.ts$'],
    },
    { ...withServers, displayName: 'parts', testMatch: ['<rootDir>/test/**/*.parts.test.ts'] },
    { ...withServers, displayName: 'real', testMatch: ['<rootDir>/test/**/*.real.test.ts'] },
  ],
};
