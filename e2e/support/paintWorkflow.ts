import { setTimeout as sleep } from 'node:timers/promises';
import axios from 'axios';
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import sharp from 'sharp';

import { NEW_CONNECTION } from '../../harness/n8n/connection';
import { nodeOutput, type N8nRest, type WorkflowDefinition } from '../../harness/n8n/rest';
import { fotorChain } from '../../harness/n8n/workflows';
import { samplePhoto, type Sandbox } from '../../sandbox';

export interface Painting {
	execution: string;
	/** URL of the page for painting masks. */
	link: string;
}

/** Starts a workflow with images of the given sizes, and returns once the workflow is waiting for their masks. */
export async function startPainting(
	rest: N8nRest,
	sandbox: Sandbox,
	parameters: INodeParameters,
	sizes: Array<[number, number]>,
): Promise<Painting> {
	const urls = await Promise.all(
		sizes.map(async ([width, height], index) => {
			const file = sharp(samplePhoto().data).resize(width, height, { fit: 'fill' });
			const png = await file.png().toBuffer();
			return sandbox.publish(`photo-${index}.png`, png, 'image/png');
		}),
	);
	const { id } = await rest.createWorkflow(paintWorkflow(urls, parameters));
	const execution = await rest.runWorkflow(id, 'Start');
	await waits(rest, execution);
	const { data } = await rest.getExecution(execution);
	return { execution, link: nodeOutput(data, 'Message')[0]?.json.link as string };
}

/**
 * A workflow that builds a message with the link to the painting page, downloads the images, and waits for masks in
 * the "Mask" node.
 */
export function paintWorkflow(urls: string[], parameters: INodeParameters): WorkflowDefinition {
	return fotorChain(
		code('Links', `return ${JSON.stringify(urls)}.map((url) => ({ json: { url } }));`),
		// Contains the link that the person who paints would receive in a message.
		code(
			'Message',
			'return $input.all().map((item) => ({ json: { ...item.json, link: $execution.resumeUrl } }));',
		),
		{
			name: 'Download',
			type: 'n8n-nodes-base.httpRequest',
			typeVersion: 4.2,
			parameters: {
				url: '={{ $json.url }}',
				options: { response: { response: { responseFormat: 'file' } } },
			},
		},
		{ name: 'Mask', type: 'n8n-nodes-fotor.fotorMask', typeVersion: 1, parameters },
		{ name: 'After', type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} },
	);
}

function code(name: string, jsCode: string) {
	return { name, type: 'n8n-nodes-base.code', typeVersion: 2, parameters: { jsCode } };
}

async function waits(rest: N8nRest, execution: string): Promise<void> {
	for (let tries = 0; tries < 300; tries++) {
		const { status, data } = await rest.getExecution(execution);
		if (status === 'waiting') return;
		if (status === 'error') throw new Error(data.resultData.error?.message);
		await sleep(200);
	}
	throw new Error('The execution is not waiting');
}

/** Sends a body to the painting page's URL, as the page does when it submits masks. */
export async function handIn(link: string, body: unknown) {
	return await axios.post<unknown>(link, body, {
		headers: { 'Content-Type': 'text/plain' },
		validateStatus: () => true,
		...NEW_CONNECTION,
		maxBodyLength: Infinity,
	});
}

/** Waits until the execution has ended. @returns the output items and mask files of Fotor Mask */
export async function masksAfter(
	rest: N8nRest,
	execution: string,
): Promise<{ items: INodeExecutionData[]; masks: Buffer[] }> {
	const { status, data } = await rest.waitForExecution(execution);
	if (status !== 'success') throw new Error(`The execution ended with status ${status}`);
	const items = nodeOutput(data, 'After');
	const masks = await Promise.all(
		items.map(async ({ binary }) => {
			const { id, data: inline = '' } = binary?.mask ?? {};
			return id ? await rest.downloadBinary(id) : Buffer.from(inline, 'base64');
		}),
	);
	return { items, masks };
}
