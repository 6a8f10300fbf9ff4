/** @type {import('jest').Config} */
const base = {
	testEnvironment: 'node',
	testMatch: ['<rootDir>/test/**/*.test.ts'],
	transform: {
		'^.+\\.ts$': [
			'@swc/jest',
			{ jsc: { target: 'es2022', parser: { syntax: 'typescript', decorators: true } } },
		],
	},
	transformIgnorePatterns: ['/node_modules/', '/dist/'],
	modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/e2e/n8n/', '<rootDir>/.cache/'],
	testTimeout: 30_000,
	maxWorkers: 2,
};
module.exports = base;
