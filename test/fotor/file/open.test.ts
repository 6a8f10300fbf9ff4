import { randomBytes } from 'node:crypto';

import { clock } from '../../../fotor/clock';
import { openFile, type FileContext } from '../../../fotor/file/open';

const context = {} as FileContext;
const open = async (data: string) => {
	const file = await openFile(context, { data, mimeType: 'image/png' }, 'Input Binary Field');
	return { ...file, content: (await file.open()) as Buffer };
};

describe('a file stored in the item', () => {
	afterEach(() => jest.restoreAllMocks());

	it.each([1, 2, 3, 4, 3 * 1024 * 256, 3 * 1024 * 256 + 1, 10_000_000])(
		'is unchanged after being decoded in slices (size in bytes: %d)',
		async (length) => {
			const bytes = randomBytes(length);
			const { size, content } = await open(bytes.toString('base64'));
			expect(size).toBe(length);
			expect(content.equals(bytes)).toBe(true);
		},
	);

	it('may have line breaks in its Base64 data', async () => {
		const bytes = randomBytes(8_000_000);
		const lines = bytes.toString('base64').match(/.{1,76}/g) ?? [];
		const { size, content } = await open(lines.join('\r\n'));
		expect(size).toBe(bytes.length);
		expect(content.equals(bytes)).toBe(true);
	});

	it('lets other work run between slices if it is large', async () => {
		const sleep = jest.spyOn(clock, 'sleep');
		await open(randomBytes(100_000).toString('base64'));
		expect(sleep).not.toHaveBeenCalled();
		await open(randomBytes(10_000_000).toString('base64'));
		expect(sleep.mock.calls.length).toBeGreaterThan(8);
		expect(sleep.mock.calls.every(([ms]) => ms === 0)).toBe(true);
	});

	it('is rejected if it is empty', async () => {
		await expect(open('')).rejects.toThrow("The file in 'Input Binary Field' is empty");
	});
});
