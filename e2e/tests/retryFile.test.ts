import { signedInRest } from '../support/context';
import { FILE_STARTS } from '../support/fileStarts';
import { PLACES, retryFile, type Place } from '../support/retryFile';

/** In these tests, n8n keeps files on disk. See binaryMode.test.ts for the other modes. */
describe('After a rejected status check', () => {
	it.each(Object.keys(FILE_STARTS))(
		'a Retry does not pay again for a file from the %s',
		async (start) => {
			const rest = await signedInRest();
			const places = Object.keys(PLACES) as Place[];
			const outcomes = await Promise.all(
				places.map(async (place) => [place, await retryFile(rest, start, place)] as const),
			);
			const once = {
				statuses: ['error', 'success'],
				fileId: expect.stringMatching(/^filesystem-v2:/) as string,
				submissions: 1,
				isSameTask: true,
			};
			expect(Object.fromEntries(outcomes)).toEqual(
				Object.fromEntries(places.map((place) => [place, once])),
			);
		},
	);
});
