import { Agent } from 'node:http';

/** A new connection per request: n8n may close a kept-alive connection just as it is reused ("socket hang up"). */
export const NEW_CONNECTION = { httpAgent: new Agent({ keepAlive: false }), proxy: false } as const;
