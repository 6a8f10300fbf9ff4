import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { readHandIn, type HandIn } from '../../nodes/FotorMask/handIn';
import { paintPage, type PageData } from '../../nodes/FotorMask/page';

export interface PaintServer {
	url: string;
	/** Submitted masks. */
	taken: HandIn[];
	/** HTTP statuses of the next replies to submissions. Each is used once. */
	faults: number[];
	close(): void;
}

/** Serves Fotor Mask's page without n8n, so tests start faster. */
export async function startPaintServer(data: PageData, files: Buffer[]): Promise<PaintServer> {
	const taken: HandIn[] = [];
	const faults: number[] = [];
	const server = createServer((request, response) => {
		const url = new URL(request.url ?? '', 'http://localhost');
		const wanted = url.searchParams.get('image');
		if (request.method === 'POST') {
			const chunks: Buffer[] = [];
			request.on('data', (chunk: Buffer) => chunks.push(chunk));
			request.on('end', () => {
				const status = faults.shift() ?? 200;
				if (status === 200) {
					const body = Buffer.concat(chunks).toString();
					taken.push(readHandIn(body, data.images.length));
				}
				const origin = { 'Access-Control-Allow-Origin': '*' };
				response.writeHead(status, origin).end(JSON.stringify({ reason: 'Not this time' }));
			});
		} else if (wanted !== null) {
			response.end(files[Number(wanted)]);
		} else {
			const { html, headers } = paintPage(request.headers.host ?? '', data);
			response.writeHead(200, { ...headers, 'Set-Cookie': 'secret=1; Path=/' }).end(html);
		}
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}/webhook-waiting/1?signature=ab12`,
		taken,
		faults,
		close: () => void server.close().closeAllConnections(),
	};
}
