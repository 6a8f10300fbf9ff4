import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer, json } from 'node:stream/consumers';

import axios from 'axios';
import { NEW_CONNECTION } from '../../harness/n8n/connection';

/** A stand-in for the parts of api.telegram.org that n8n's Telegram Trigger needs. The stand-in serves one file. */
export interface Telegram {
	/** 'Base URL' of n8n's Telegram credential. */
	url: string;
	/**
	 * Sends the file to the bot as a chat user would. Returns the trigger's HTTP status, which is 404 until n8n has
	 * registered the trigger.
	 */
	sendPhoto(): Promise<number>;
	/** The API method and the body of each request that the bot has sent. */
	readonly sent: Array<{ method: string; body: Buffer }>;
	close(): Promise<void>;
}

interface Webhook {
	url: string;
	secret_token: string;
}

/** Starts the stand-in for api.telegram.org on loopback. */
export async function startTelegram(file: Buffer): Promise<Telegram> {
	let webhook: Webhook | undefined;
	const sent: Telegram['sent'] = [];
	const answer = async (request: IncomingMessage) => {
		const { url = '' } = request;
		if (url.startsWith('/file/')) return file;
		const method = url.split('/').at(-1) ?? '';
		if (method.startsWith('send')) sent.push({ method, body: await buffer(request) });
		if (url.endsWith('/setWebhook')) webhook = (await json(request)) as Webhook;
		const result = url.includes('/getFile') ? { file_path: 'photos/photo.jpg' } : true;
		return JSON.stringify({ ok: true, result });
	};
	const server = createServer((request, response) => {
		response.setHeader('Content-Type', 'application/json');
		void answer(request).then((body) => response.end(body));
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	return {
		url: `http://127.0.0.1:${port}`,
		sent,
		async sendPhoto() {
			if (!webhook) return 404;
			const from = { id: 7, first_name: 'Ada' };
			const photo = [{ file_id: 'small' }, { file_id: 'middle' }, { file_id: 'large' }];
			const update = { update_id: 1, message: { message_id: 1, chat: from, from, photo } };
			const headers = { 'x-telegram-bot-api-secret-token': webhook.secret_token };
			const options = { headers, validateStatus: null, ...NEW_CONNECTION } as const;
			return (await axios.post(webhook.url, update, options)).status;
		},
		async close() {
			server.closeAllConnections();
			server.close();
			await once(server, 'close');
		},
	};
}
