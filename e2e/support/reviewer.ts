import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

import axios from 'axios';

import { until } from './until';

interface Message {
	text: string;
	reply_markup: { inline_keyboard: Array<Array<{ text: string; url: string }>> };
}

/** The user agent of a browser. n8n ignores requests from bots, because bots open its links only to show a preview. */
const BROWSER = {
	'user-agent':
		'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
};

/** A person on Telegram who approves or declines tool calls. */
export interface Reviewer {
	/** 'Base URL' of n8n's Telegram credential. */
	url: string;
	/** Waits for the next question. @returns its text */
	question(): Promise<string>;
	/** Follows the link of one of the question's buttons. */
	press(button: RegExp): Promise<void>;
	close(): Promise<void>;
}

/** Starts a stand-in for api.telegram.org on loopback. */
export async function startReviewer(): Promise<Reviewer> {
	const messages: Message[] = [];
	let current: Message | undefined;
	const take = async (request: IncomingMessage) => {
		if (request.url?.endsWith('/sendMessage')) messages.push((await json(request)) as Message);
	};
	const server = createServer((request, response) => {
		response.setHeader('content-type', 'application/json');
		void take(request).then(() => response.end('{"ok":true,"result":{"message_id":1}}'));
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		async question() {
			await until(() => messages.length > 0);
			current = messages.shift();
			return current?.text ?? '';
		},
		async press(button) {
			const buttons = current?.reply_markup.inline_keyboard.flat() ?? [];
			const url = buttons.find(({ text }) => button.test(text))?.url;
			if (!url) throw new Error(`No such button: ${JSON.stringify(buttons)}`);
			const page = await axios.get<string>(url, { proxy: false, headers: BROWSER });
			if (!page.data) throw new Error('n8n mistook the person for a bot');
		},
		async close() {
			server.closeAllConnections();
			server.close();
			await once(server, 'close');
		},
	};
}
