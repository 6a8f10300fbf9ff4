import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A port that forwards to another port. While shut, it refuses connections. */
export interface Gate {
	readonly url: string;
	/** Ends every connection and refuses new ones. */
	shut(): Promise<void>;
	open(): Promise<void>;
}

export async function startGate(target: string): Promise<Gate> {
	const { hostname, port } = new URL(target);
	const sockets = new Set<Socket>();
	const server = createServer((incoming) => {
		const outgoing = connect(Number(port), hostname);
		for (const [from, to] of [
			[incoming, outgoing],
			[outgoing, incoming],
		] as const) {
			sockets.add(from);
			from.on('error', () => to.destroy());
			from.on('close', () => {
				sockets.delete(from);
				to.destroy();
			});
			from.pipe(to);
		}
	});
	const listen = async (at: number) =>
		await new Promise<void>((resolve) => server.listen(at, '127.0.0.1', () => resolve()));
	await listen(0);
	const own = (server.address() as AddressInfo).port;
	return {
		url: `http://127.0.0.1:${own}`,
		async open() {
			if (!server.listening) await listen(own);
		},
		async shut() {
			if (!server.listening) return;
			const closed = new Promise((resolve) => server.close(resolve));
			for (const socket of sockets) socket.destroy();
			await closed;
		},
	};
}

/** A URL where nothing is listening. */
export async function closedAddress(): Promise<string> {
	const gate = await startGate('http://127.0.0.1:9');
	await gate.shut();
	return gate.url;
}
