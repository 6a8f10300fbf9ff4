/** The package's version; a test checks that it matches package.json. */
export const VERSION = '0.1.0';

/** Sent with every request: Fotor's firewall refuses some default user agents (API reference, section 2). */
export const USER_AGENT = `n8n-nodes-fotor/${VERSION}`;
