import { signedInRest } from '../support/context';
import { FILE_STARTS } from '../support/fileStarts';
import { PLACES, retryFile, type Place } from '../support/retryFile';

/** n8n keeps files on disk here; see binaryMode.test.ts for the other modes. */
describe('A file whose workflow starts with the', () => {
	it.each(Object.keys(FILE_STARTS))('%s is paid once over a Retry', async (start) => {
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
	});
});
