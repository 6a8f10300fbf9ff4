import { existsSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import { REDIS } from './services';

/** While this file exists, n8n can't reach Redis. */
export const redisDownFile = (folder: string): string => join(folder, 'redis.down');

export interface RedisProxy {
	port: number;
	close(): void;
}

/** A proxy to Redis that can drop all connections, as a killed Redis would. Redis keeps running for other clients. */
export async function startRedisProxy(folder: string): Promise<RedisProxy> {
	const sockets = new Set<Socket>();
	const isDown = () => existsSync(redisDownFile(folder));
	const cut = () => {
		for (const socket of sockets) socket.destroy();
	};
	const server = createServer((socket) => {
		const redis = connect(REDIS);
		for (const one of [socket, redis]) {
			sockets.add(one);
			one
				.on('error', () => {})
				.on('close', () => {
					sockets.delete(one);
					socket.destroy();
					redis.destroy();
				});
		}
		if (isDown()) cut();
		else socket.pipe(redis).pipe(socket);
	});
	const watch = setInterval(() => {
		if (isDown()) cut();
	}, 50);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	const close = () => {
		clearInterval(watch);
		cut();
		server.close();
	};
	return { port, close };
}
