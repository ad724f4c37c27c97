/** Tests lie in test/, in the same tree as what they test. `fast` needs nothing; `parts` uses real servers, one set a run. */
const transform = {
  '^.+\\.[jt]s$': [
    '@swc/jest',
    { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
  ],
};
const common = {
  transform,
  /** These come as ES modules only, which Jest cannot require before Node 24.9. */
  transformIgnorePatterns: ['/node_modules/(?!(jose|node-pg-migrate)/)'],
  testEnvironment: 'node',
  moduleFileExtensions: ['ts', 'js', 'json'],
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/.steward'],
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
    {
      ...common,
      displayName: 'parts',
      testMatch: ['<rootDir>/test/**/*.parts.test.ts'],
      globalSetup: '<rootDir>/test/support/global-setup.ts',
      globalTeardown: '<rootDir>/test/support/global-teardown.ts',
      setupFilesAfterEnv: ['<rootDir>/test/support/parts-timeout.ts'],
    },
  ],
};
