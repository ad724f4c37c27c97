import tseslint from 'typescript-eslint';
import house from './tools/eslint-doors.mjs';

/** Only a process's entry file reads the environment. */
const entryFiles = ['**/main.ts'];

export default tseslint.config(
  { ignores: ['dist/**', 'node_modules/**', '.steward/**', 'coverage/**', '**/*.js'] },
  { files: ['**/*.mjs'], ...tseslint.configs.base },
  ...tseslint.configs.recommendedTypeChecked.map((config) => ({ ...config, files: ['**/*.{ts,tsx}'] })),
  {
    files: ['**/*.{ts,tsx}'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { house },
    rules: {
      'house/doors': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true, allowNever: true },
      ],
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Read settings in the entry file (main.ts) and pass them in.' },
      ],
      'no-empty': ['error', { allowEmptyCatch: false }],
    },
  },
  { files: entryFiles, rules: { 'no-restricted-properties': 'off' } },
  { files: ['test/**', 'tools/**', 'bench/**'], rules: { 'no-restricted-properties': 'off' } },
  {
    files: ['workflows/**/*.ts'],
    ignores: ['workflows/client/**'],
    rules: { 'no-restricted-imports': ['error', { patterns: ['node:*', 'zod', 'pg'] }] },
  },
);
