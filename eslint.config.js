import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import { importX } from 'eslint-plugin-import-x';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** The house: each folder and the folders it may import from. */
const MAY_IMPORT = {
  engine: [],
  network: ['engine'],
  selfplay: ['engine', 'network'],
  gtp: ['engine', 'network', 'selfplay'],
  server: ['engine', 'network', 'selfplay'],
};

const folders = Object.keys(MAY_IMPORT);
const zones = folders.map((target) => ({
  target: `./${target}`,
  from: [...folders.filter((f) => f !== target && !MAY_IMPORT[target].includes(f)), 'test'].map(
    (f) => `./${f}`,
  ),
  message: `${target}/ may import only from: ${[target, ...MAY_IMPORT[target]].join(', ')}.`,
}));

export default defineConfig(
  globalIgnores(['dist/', 'runs/']),
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    files: ['**/*.ts', '**/*.tsx'],
    plugins: { 'import-x': importX },
    languageOptions: { parserOptions: { projectService: true } },
    settings: { 'import-x/resolver-next': [createTypeScriptImportResolver()] },
    rules: {
      'import-x/no-cycle': 'error',
      'import-x/no-restricted-paths': ['error', { zones }],
      'import-x/no-mutable-exports': 'error',
      'max-lines': ['error', { max: 400, skipBlankLines: true }],
      eqeqeq: 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
    },
  },
  {
    // The engine is a function of its arguments: no clock, no randomness of its own, no I/O.
    files: ['engine/**/*.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Pass a Random in.' },
        { object: 'Date', property: 'now', message: 'Pass the time in.' },
        { object: 'performance', property: 'now', message: 'Pass the time in.' },
        { object: 'process', property: 'env', message: 'Only a command reads the environment.' },
      ],
      'no-restricted-imports': [
        'error',
        { patterns: ['node:fs*', 'node:net', 'node:worker_threads'] },
      ],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      // node:test's describe and it return promises that the runner itself awaits.
      '@typescript-eslint/no-floating-promises': 'off',
    },
  },
  { files: ['**/*.js'], extends: [tseslint.configs.disableTypeChecked] },
);
