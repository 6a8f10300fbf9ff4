import { Agent } from 'node:http';

/** A new connection per request: n8n may close a kept one at the moment it is used again ("socket hang up"). */
export const NEW_CONNECTION = { httpAgent: new Agent({ keepAlive: false }), proxy: false } as const;
