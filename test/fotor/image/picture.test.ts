import type { IBinaryData } from 'n8n-workflow';

import { FilePicture } from '../../../fotor/image/picture';

const UUID = '6f0d1c5e-5d0a-4e0f-9a51-3b7c2d1e4f60';

const identity = (file: Partial<IBinaryData>) =>
	new FilePicture({ data: '', mimeType: 'image/png', ...file }, 'Image').identity;

/**
 * What a trigger stores has `temp` in the place of the execution while that runs. n8n starts in s3 and azure mode only
 * with an Enterprise license, so these IDs are those of its source.
 */
describe.each(['filesystem-v2', 's3', 'azure', 'database'])('a file in the mode %s', (mode) => {
	const id = (execution: string, uuid = UUID) =>
		`${mode}:workflows/a1B2/executions/${execution}/binary_data/${uuid}`;

	it('is the same one before and after its execution has ended', () => {
		expect(identity({ id: id('temp') })).toBe(identity({ id: id('4711') }));
	});

	it('is another one than a file of the same execution', () => {
		const other = UUID.replace('6', '7');
		expect(identity({ id: id('temp') })).not.toBe(identity({ id: id('temp', other) }));
	});
});

it('a file in the database or in the item is known by its own ID, or by its content', () => {
	expect(identity({ id: `database:${UUID}` })).toBe(`file:${UUID}`);
	expect(identity({ data: 'AAAA' })).toBe(identity({ data: 'AAAA', fileName: 'other.png' }));
	expect(identity({ data: 'AAAA' })).not.toBe(identity({ data: 'AAAB' }));
});
