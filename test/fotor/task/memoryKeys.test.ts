import type { IExecuteFunctions } from 'n8n-workflow';

import {
	DrawnMask,
	FilePicture,
	identities,
	UrlPicture,
	type Body,
} from '../../../fotor/image/picture';
import { TaskMemory } from '../../../fotor/task/memory';

const context = {
	getContext: () => ({}),
	getWorkflowDataProxy: () => ({ $runIndex: 0 }),
	getNode: () => ({ type: 'fotorUpscaler', parameters: {} }),
} as unknown as IExecuteFunctions;

const url = new UrlPicture('https://example.com/a.png', 'Image URL');
const inItem = new FilePicture({ data: 'aGVsbG8=', mimeType: 'image/png' }, 'Image');
const rectangle = { x: 25, y: 25, width: 50, height: 50, shape: 'rectangle' as const };

// Users may retry an execution after updating this package. If a task's key changed, the task would be paid for twice.
it.each<[string, Body, string]>([
	['a URL', { userImageUrl: url, upscaling_resize: 2 }, '2d635b9bf7a0d6f051bc909e1ccbbd9b'],
	['a file stored in the item', { userImageUrl: inItem }, 'a82509d0b2a6d6c97b06d183e9e0fb32'],
	[
		'a drawn mask',
		{
			imageUrl: url,
			maskImageUrl: new DrawnMask(url, [rectangle], 'whiteReplaces'),
			content: 'a',
		},
		'351f0cba70b52f9774faf16a50708b4e',
	],
])('the key of a task with %s never changes', (_, body, hash) => {
	const request = {
		baseUrl: 'https://api-b.fotor.com',
		path: '/v1/aiart/x',
		body: identities(body),
	};
	expect(new TaskMemory(context).key(3, request)).toBe(`3:/v1/aiart/x:${hash}`);
});
