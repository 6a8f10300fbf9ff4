import { config as n8nRules } from '@n8n/node-cli/eslint';
import tseslint from 'typescript-eslint';

/** The files that ship. They must pass n8n's own complete, unchanged rule set for n8n Cloud. */
const SHIPPED = ['nodes/**/*.ts', 'credentials/**/*.ts', 'fotor/**/*.ts', 'package.json'];

/** Code that only developers run. Timers, `process` and the console are fine here. */
const DEVELOPMENT = [
	'sandbox/**/*.ts',
	'demo/**/*.ts',
	'bench/**/*.ts',
	'harness/**/*.ts',
	'e2e/**/*.ts',
	'scripts/**/*.ts',
	'test/**/*.ts',
];

// Entries with only global ignores stay as they are. All other entries of n8n's config exclude the development code.
const shipped = n8nRules.map((entry) =>
	Object.keys(entry).every((key) => key === 'ignores' || key === 'name')
		? entry
		: { ...entry, ignores: [...(entry.ignores ?? []), ...DEVELOPMENT, 'page/**/*.ts'] },
);

export default tseslint.config(
	{
		ignores: [
			'dist/',
			'node_modules/',
			'e2e/n8n/',
			'e2e/n8n1/',
			'.cache/',
			'demo-output/',
			'coverage/',
		],
	},
	{ linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
	...shipped,
	{
		files: DEVELOPMENT,
		extends: [tseslint.configs.recommendedTypeChecked],
		languageOptions: {
			parserOptions: { project: './tsconfig.dev.json', tsconfigRootDir: import.meta.dirname },
		},
		rules: {
			'@typescript-eslint/no-unused-vars': [
				'error',
				{ argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
			],
		},
	},
	{
		// This code runs in the browser and ships as one string.
		files: ['page/**/*.ts'],
		extends: [tseslint.configs.recommendedTypeChecked],
		languageOptions: {
			parserOptions: { project: './page/tsconfig.json', tsconfigRootDir: import.meta.dirname },
		},
	},
	{ files: SHIPPED.slice(0, 3), rules: { 'no-console': 'error' } },
);
