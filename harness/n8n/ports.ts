import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

const LOOPBACK = '127.0.0.1';

/** Below the ephemeral port range, so no outgoing connection can take a port before its server starts. */
const RANGE = { from: 20_000, to: 32_000 };

/** Ports already handed out by this process. Their servers may not be listening yet. */
const given = new Set<number>();

/** A TCP port that is currently free. Never returns the same port twice. */
export async function freePort(): Promise<number> {
	for (;;) {
		const port = randomInt(RANGE.from, RANGE.to);
		if (given.has(port)) continue;
		given.add(port);
		if (await isPortFree(port)) return port;
	}
}

/** Whether a server could listen on this loopback port now. */
export async function isPortFree(port: number): Promise<boolean> {
	const server = createServer();
	return await new Promise((resolve) => {
		server.once('error', () => resolve(false));
		server.listen(port, LOOPBACK, () => server.close(() => resolve(true)));
	});
}
