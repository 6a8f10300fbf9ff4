import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import sharp from 'sharp';

import type { Fotor } from '../../../../harness/engine/fotor';
import type { RecordedRequest } from '../../../../sandbox';

/** One kind of tool: how to make its items and map a submission back to its item. */
export interface Kind {
	name: string;
	type: string;
	/** Input items. */
	input(count: number): Promise<INodeExecutionData[]>;
	/** @param version a different version changes the request, as an edit by the user would */
	parameters(version: number): INodeParameters;
	options?: INodeParameters;
	/** Index of the item a submission belongs to. */
	itemOf(body: Record<string, unknown>): number;
}

const MOST_ITEMS = 6;

/** Tiny images, each with a different size in bytes. */
async function images(): Promise<Buffer[]> {
	const made = Array.from({ length: MOST_ITEMS }, async (_, n) => {
		const background = { r: 40 * n, g: 80, b: 200 };
		const file = await sharp({ create: { width: 8, height: 6, channels: 3, background } })
			.jpeg()
			.toBuffer();
		// JPEG decoders ignore everything after the end marker.
		return Buffer.concat([file, Buffer.alloc(1000 + n - file.length)]);
	});
	return await Promise.all(made);
}

export async function kindsOf({ engine, sandbox }: Fotor): Promise<Kind[]> {
	const files = await images();
	const numberOf = (bytes: number | undefined) => {
		const found = files.findIndex((file) => file.length === bytes);
		if (found < 0) throw new Error(`no item has a file of ${bytes} bytes`);
		return found;
	};
	const urls = files.map((file, n) => `${sandbox.publish('x.jpg', file)}?n=${n}`);
	const withFiles = async (count: number) =>
		await Promise.all(
			files.slice(0, count).map(async (file, n) => ({
				json: { n },
				binary: await engine.file(file, `${n}.jpg`, 'image/jpeg'),
			})),
		);
	const withUrls = async (count: number) =>
		await Promise.resolve(urls.slice(0, count).map((url, n) => ({ json: { n, url } })));
	const image = { imageSource: 'url', imageUrl: '={{ $json.url }}' };
	const text = (body: Record<string, unknown>) =>
		Number(/item (\d+)/.exec(String(body.content))?.[1]);
	return [
		{
			name: 'a file, by signed upload',
			type: 'n8n-nodes-fotor.fotorBackgroundRemover',
			input: withFiles,
			parameters: (version) => ({
				subject: ['auto', 'SegmentBody', 'SegmentCommonImage'][version],
			}),
			itemOf: ({ userImageUrl }) => numberOf(sandbox.uploads.get(String(userImageUrl))?.bytes),
		},
		{
			name: 'a file, as Base64',
			type: 'n8n-nodes-fotor.fotorUpscaler',
			input: withFiles,
			parameters: (version) => ({ scale: version === 0 ? 2 : 4 }),
			options: { uploadMethod: 'base64' },
			itemOf: ({ userImageUrl }) =>
				numberOf(Buffer.from(String(userImageUrl).split(',')[1] ?? '', 'base64').length),
		},
		{
			name: 'only text',
			type: 'n8n-nodes-fotor.fotorTextToImage',
			input: withUrls,
			parameters: (version) => ({
				// The prompt may differ on each attempt, as when an expression contains the time of day.
				prompt: `=item {{ $json.n }} version ${version}, {{ Math.random() < 0.5 }}`,
				aspectRatio: '1:1',
			}),
			itemOf: text,
		},
		{
			name: 'several results',
			type: 'n8n-nodes-fotor.fotorHeadshot',
			input: withUrls,
			parameters: (version) => ({
				...image,
				templates: {
					template: [
						{ templateId: 'one', count: 1 },
						{ templateId: `two-${version}`, count: 1 },
					],
				},
			}),
			itemOf: ({ userImageUrl }) =>
				Number(new URL(String(userImageUrl)).searchParams.get('n') ?? Number.NaN),
		},
		{
			name: 'Task → Submit',
			type: 'n8n-nodes-fotor.fotor',
			input: withUrls,
			parameters: (version) => ({
				resource: 'task',
				operation: 'submit',
				path: '/v1/aiart/text2img',
				body: `={"content": "item {{ $json.n }} version ${version}", "sizeId": "1:1", "templateId": "t", "negativePrompt": ""}`,
			}),
			itemOf: text,
		},
	];
}

/** Accepted submissions by item index. */
export function acceptedByItem(requests: RecordedRequest[], kind: Kind) {
	const byItem = new Map<number, RecordedRequest[]>();
	for (const request of requests) {
		if (!request.taskId) continue;
		const item = kind.itemOf(request.body as Record<string, unknown>);
		byItem.set(item, [...(byItem.get(item) ?? []), request]);
	}
	return byItem;
}
