import { N8N_LINE } from './paths';

/** Environment variables that n8n inherits. No other variable reaches n8n in a test. */
const INHERITED = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'TMPDIR', 'TZ', 'SystemRoot', 'USERPROFILE'];

/** Keeps n8n quiet and offline. It listens only on loopback and calls no outside service. */
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
	// n8n 1.x does not have this module.
	...(N8N_LINE === 2 ? { N8N_DISABLED_MODULES: 'mcp-registry' } : {}),
	N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
	N8N_LOG_LEVEL: 'error',
	NO_PROXY: '127.0.0.1,localhost',
	// By default, n8n responds to every call with 503 if a database ping takes over 5 s, as can happen on a busy machine.
	DB_PING_TIMEOUT_MS: '60000',
	// The expression isolate of n8n 1.x needs a native module that does not compile with every version of Node.js.
	...(N8N_LINE === 1 ? { N8N_EXPRESSION_ENGINE: 'legacy' } : {}),
	// n8n 1.x opens one database connection by default. Concurrent transactions on it fail ("no such savepoint").
	...(N8N_LINE === 1 ? { DB_SQLITE_POOL_SIZE: '4' } : {}),
};

/**
 * The environment of an n8n process. The encryption key is fixed, because several processes (server, imports) share
 * one user folder. The key protects only sandbox credentials.
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
