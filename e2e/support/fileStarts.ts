import { randomUUID } from 'node:crypto';

import axios from 'axios';
import type { INodeParameters } from 'n8n-workflow';

import { NEW_CONNECTION } from '../../harness/n8n/connection';
import type { N8nRest } from '../../harness/n8n/rest';
import type { ChainNode } from '../../harness/n8n/workflows';
import { samplePhoto } from '../../sandbox';
import { startTelegram } from './telegram';

/** A trigger that receives a file. */
export interface FileStart {
	node: ChainNode;
	/** The item field that holds the file. */
	field: string;
	/**
	 * Sends the file as a real caller would. Returns the HTTP status, which is 404 until n8n has registered the
	 * trigger.
	 */
	send(): Promise<number>;
	close?(): Promise<void>;
}

/**
 * Triggers whose files n8n stores before the execution exists. When the execution ends, n8n 2.x renames all of
 * these files, but n8n 1.x renames only those in the field `data`.
 */
export const FILE_STARTS: Record<string, (rest: N8nRest) => FileStart | Promise<FileStart>> = {
	Webhook(rest) {
		const path = randomUUID();
		const parameters = { httpMethod: 'POST', path, responseMode: 'onReceived', options: {} };
		return {
			node: trigger('n8n-nodes-base.webhook', 2, parameters, path),
			field: 'data',
			send: async () => await upload(rest, `webhook/${path}`, 'data'),
		};
	},

	'Form Trigger'(rest) {
		const path = randomUUID();
		const file = { fieldLabel: 'data', fieldType: 'file', multipleFiles: false };
		const parameters = { formTitle: 'Photo', formFields: { values: [file] }, options: { path } };
		return {
			node: trigger('n8n-nodes-base.formTrigger', 2.2, parameters, path),
			field: 'data',
			send: async () => await upload(rest, `form/${path}`, 'field-0'),
		};
	},

	'Chat Trigger'(rest) {
		const path = randomUUID();
		const parameters = { public: true, options: { allowFileUploads: true } };
		const message = { action: 'sendMessage', sessionId: path, chatInput: 'Cut this out' };
		return {
			node: trigger('@n8n/n8n-nodes-langchain.chatTrigger', 1.1, parameters, path),
			field: 'data0',
			send: async () => await upload(rest, `webhook/${path}/chat`, 'files', message),
		};
	},

	async 'Telegram Trigger'(rest) {
		const telegram = await startTelegram(samplePhoto().data);
		const { id, name } = await rest.createCredential({
			name: 'Telegram',
			type: 'telegramApi',
			data: { accessToken: '1:bot', baseUrl: telegram.url },
		});
		const parameters = { updates: ['message'], additionalFields: { download: true } };
		return {
			node: {
				...trigger('n8n-nodes-base.telegramTrigger', 1.2, parameters, randomUUID()),
				credentials: { telegramApi: { id, name } },
			},
			field: 'data',
			send: async () => await telegram.sendPhoto(),
			close: async () => await telegram.close(),
		};
	},
};

function trigger(
	type: string,
	typeVersion: number,
	parameters: INodeParameters,
	webhookId: string,
): ChainNode {
	return { name: 'Trigger', type, typeVersion, parameters, webhookId };
}

/** Uploads an image as a browser would. @returns the HTTP status */
async function upload(
	rest: N8nRest,
	path: string,
	field: string,
	texts: Record<string, string> = {},
): Promise<number> {
	const { data, fileName, mimeType } = samplePhoto();
	const form = new FormData();
	for (const [name, text] of Object.entries(texts)) form.append(name, text);
	form.append(field, new Blob([new Uint8Array(data)], { type: mimeType }), fileName);
	const options = { validateStatus: null, ...NEW_CONNECTION } as const;
	return (await axios.post(`${rest.url}/${path}`, form, options)).status;
}
