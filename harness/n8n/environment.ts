import { N8N_LINE } from './paths';

/** What n8n may know of the environment it is started from; nothing else leaks into a test. */
const INHERITED = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TMPDIR', 'TZ', 'SystemRoot', 'USERPROFILE'];

/** Settings that keep n8n quiet and off the network: it listens on loopback and calls nobody. */
const QUIET_AND_OFFLINE = {
	N8N_LISTEN_ADDRESS: '127.0.0.1',
	N8N_SECURE_COOKIE: 'false',
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_DYNAMIC_BANNERS_ENABLED: 'false',
	N8N_VERIFIED_PACKAGES_ENABLED: 'false',
	// A module that n8n 1.x does not have.
	...(N8N_LINE === 2 ? { N8N_DISABLED_MODULES: 'mcp-registry' } : {}),
	N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
	N8N_LOG_LEVEL: 'error',
	NO_PROXY: '127.0.0.1,localhost',
	// n8n answers every call with 503 when its database takes more than 5 s, as it may on a busy machine.
	DB_PING_TIMEOUT_MS: '60000',
	// The sandbox that n8n 1.x has for expressions needs a native module that does not compile for every Node.js.
	...(N8N_LINE === 1 ? { N8N_EXPRESSION_ENGINE: 'legacy' } : {}),
	// On one connection, as n8n 1.x has by default, transactions at the same time end each other ("no such savepoint").
	...(N8N_LINE === 1 ? { DB_SQLITE_POOL_SIZE: '4' } : {}),
};

/**
 * The environment of an n8n process. The encryption key is fixed, because a user folder is used by
 * several processes (server, imports) and holds nothing but sandbox credentials.
 */
export function n8nEnvironment(
	userFolder: string,
	overrides: Record<string, string> = {},
): NodeJS.ProcessEnv {
	const inherited = Object.fromEntries(
		INHERITED.flatMap((name) => {
			const value = process.env[name];
			return value === undefined ? [] : [[name, value]];
		}),
	);
	return {
		...inherited,
		...QUIET_AND_OFFLINE,
		N8N_USER_FOLDER: userFolder,
		N8N_ENCRYPTION_KEY: 'sandbox',
		...overrides,
	};
}
