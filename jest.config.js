/** @type {import('jest').Config} */
module.exports = {
	testEnvironment: 'node',
	roots: ['<rootDir>/test', '<rootDir>/nodes', '<rootDir>/credentials'],
	testMatch: ['<rootDir>/test/{unit,contract,property}/**/*.test.mts'],
	// A slow machine is not a failure: what must be quick says so in a test of its own.
	testTimeout: 30_000,
	moduleFileExtensions: ['ts', 'mts', 'js', 'mjs', 'json', 'node'],
	// Types are checked once for everything by `npm run test:types`.
	transform: {
		'^.+\\.m?ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } }],
	},
	collectCoverageFrom: ['nodes/**/*.ts', 'credentials/**/*.ts'],
	// No report in files: the official lint would read them.
	coverageReporters: ['text'],
	coverageThreshold: { global: { lines: 95, branches: 95 } },
};
