import { Agent } from 'node:http';

/** Opens a new connection for each request. n8n may close an idle one just as it is being reused ("socket hang up"). */
export const NEW_CONNECTION = { httpAgent: new Agent({ keepAlive: false }), proxy: false } as const;
