/** @type {import('jest').Config} */
const project = {
	testEnvironment: 'node',
	testMatch: ['<rootDir>/test/**/*.test.ts'],
	globalSetup: '<rootDir>/test/support/folder/setUp.ts',
	globalTeardown: '<rootDir>/test/support/folder/tearDown.ts',
	transform: {
		'^.+\\.ts$': [
			'@swc/jest',
			{ jsc: { target: 'es2022', parser: { syntax: 'typescript', decorators: true } } },
		],
	},
	transformIgnorePatterns: ['/node_modules/', '/dist/'],
	modulePathIgnorePatterns: [
		'<rootDir>/dist/',
		'<rootDir>/e2e/n8n/',
		'<rootDir>/e2e/n8n1/',
		'<rootDir>/.cache/',
	],
};

/**
 * Replaces the n8n 2.x engine with the n8n 1.123 engine, which is installed under another name. Runs only the tests
 * that use n8n's engine.
 */
const n8n1 = {
	...project,
	displayName: 'n8n 1.123',
	testMatch: [
		'<rootDir>/test/fotor/run/*.test.ts',
		'<rootDir>/test/fotor/{api/network,image/rotation}.test.ts',
	],
	moduleNameMapper: {
		'^n8n-core$': '<rootDir>/node_modules/n8n-core-v1',
		'^n8n-workflow$': '<rootDir>/node_modules/n8n-core-v1/node_modules/n8n-workflow',
	},
};

/**
 * `jest --selectProjects "n8n 2.x"` runs all tests on n8n 2.x. `jest --selectProjects "n8n 1.123"` runs only the
 * tests that use n8n's engine, on n8n 1.123.
 */
module.exports = {
	// The tests spend more time waiting than computing.
	maxWorkers: 4,
	testTimeout: 60_000,
	// For `npm run coverage`. The v8 provider measures coverage without changing the code.
	coverageProvider: 'v8',
	coverageReporters: ['text-summary', 'json'],
	collectCoverageFrom: [
		'fotor/**/*.ts',
		'nodes/**/*.ts',
		'!fotor/catalogue/generated.ts',
		'!nodes/FotorMask/page.generated.ts',
	],
	coverageThreshold: { global: { branches: 95 } },
	projects: [{ ...project, displayName: 'n8n 2.x' }, n8n1],
};
