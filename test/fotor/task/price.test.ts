import { ENDPOINTS } from '../../../fotor/api/endpoints';
import { expectedTokens } from '../../../fotor/task/price';

const { headshot, listingSet, textToImage, aiReplace } = ENDPOINTS;

test.each([
	['an image', textToImage, {}, 1],
	['several images', textToImage, { num: 3 }, 3],
	['a number that is none', textToImage, { num: 'many' }, undefined],
	['no images', textToImage, { num: 0 }, undefined],
	['a price that is not published', aiReplace, {}, undefined],
	['a listing set', listingSet, { num: 2 }, 16],
	['a listing set without a number', listingSet, {}, undefined],
	['headshots', headshot, { avatarTemplateParams: [{ num: 2 }, { num: 1 }] }, 3],
	['headshots without a list', headshot, {}, undefined],
	[
		'headshots with a broken entry',
		headshot,
		{ avatarTemplateParams: ['a', { num: 1 }] },
		undefined,
	],
	['headshots of which one has no number', headshot, { avatarTemplateParams: [{}] }, undefined],
])('%s', (_, endpoint, body, tokens) => {
	expect(expectedTokens({ endpoint, body: body as never })).toBe(tokens);
});
