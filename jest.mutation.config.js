const { projects } = require('./jest.config.js');

/** For `npm run mutate`. Runs only the tests of pure functions, which take milliseconds. */
module.exports = {
	...projects[0],
	testMatch: [
		'<rootDir>/test/fotor/api/{outcome,retryAfter}.test.ts',
		'<rootDir>/test/fotor/file/format.test.ts',
		'<rootDir>/test/fotor/image/mask.test.ts',
		'<rootDir>/test/fotor/task/{keyNames,ledger,schedule,slotNames,wakeUps}.test.ts',
		'<rootDir>/test/fotor/webhook/{addresses,judge,parts}.test.ts',
		'<rootDir>/test/fuzz/{forms,webhook,replies}.test.ts',
	],
};
