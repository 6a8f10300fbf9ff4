import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

const LOOPBACK = '127.0.0.1';

/** Below the ports that systems give to outgoing connections, so none of them takes a port before its server starts. */
const RANGE = { from: 20_000, to: 32_000 };

/** Ports that this process has handed out; their servers may not listen yet. */
const given = new Set<number>();

/** A TCP port that nobody listens on at this moment, another one each time. */
export async function freePort(): Promise<number> {
	for (;;) {
		const port = randomInt(RANGE.from, RANGE.to);
		if (given.has(port)) continue;
		given.add(port);
		if (await isPortFree(port)) return port;
	}
}

/** Whether a server could listen on this port of loopback now. */
export async function isPortFree(port: number): Promise<boolean> {
	const server = createServer();
	return await new Promise((resolve) => {
		server.once('error', () => resolve(false));
		server.listen(port, LOOPBACK, () => server.close(() => resolve(true)));
	});
}
