import type { IBinaryData } from 'n8n-workflow';

import { FilePicture } from '../../../fotor/image/picture';

const UUID = '6f0d1c5e-5d0a-4e0f-9a51-3b7c2d1e4f60';

const identity = (file: Partial<IBinaryData>) =>
	new FilePicture({ data: '', mimeType: 'image/png', ...file }, 'Image').identity;

/**
 * While an execution runs, the IDs of files that its trigger stored contain `temp` instead of the execution ID. n8n
 * starts in s3 or azure mode only with an Enterprise license, so these IDs are modeled on n8n's source code.
 */
describe.each(['filesystem-v2', 's3', 'azure', 'database'])('a file stored in %s mode', (mode) => {
	const id = (execution: string, uuid = UUID) =>
		`${mode}:workflows/a1B2/executions/${execution}/binary_data/${uuid}`;

	it('has the same identity before and after its execution ends', () => {
		expect(identity({ id: id('temp') })).toBe(identity({ id: id('4711') }));
	});

	it('has a different identity than another file from the same execution', () => {
		const other = UUID.replace('6', '7');
		expect(identity({ id: id('temp') })).not.toBe(identity({ id: id('temp', other) }));
	});
});

it('a file in the database is identified by its ID, and a file in the item by its content', () => {
	expect(identity({ id: `database:${UUID}` })).toBe(`file:${UUID}`);
	expect(identity({ data: 'AAAA' })).toBe(identity({ data: 'AAAA', fileName: 'other.png' }));
	expect(identity({ data: 'AAAA' })).not.toBe(identity({ data: 'AAAB' }));
});
