import { ENDPOINTS } from '../../../fotor/api/endpoints';
import { expectedTokens } from '../../../fotor/task/price';

const { headshot, listingSet, textToImage, aiReplace } = ENDPOINTS;

test.each([
	['an image', textToImage, {}, 1],
	['several images', textToImage, { num: 3 }, 3],
	['images with a count that is not a number', textToImage, { num: 'many' }, undefined],
	['no images', textToImage, { num: 0 }, undefined],
	['a tool without a published price', aiReplace, {}, undefined],
	['a listing set', listingSet, { num: 2 }, 16],
	['a listing set without a count', listingSet, {}, undefined],
	['headshots', headshot, { avatarTemplateParams: [{ num: 2 }, { num: 1 }] }, 3],
	['headshots without a list', headshot, {}, undefined],
	[
		'headshots with an invalid entry',
		headshot,
		{ avatarTemplateParams: ['a', { num: 1 }] },
		undefined,
	],
	[
		'headshots with an entry that has no count',
		headshot,
		{ avatarTemplateParams: [{}] },
		undefined,
	],
])('calculates the price of %s, or leaves it unknown', (_, endpoint, body, tokens) => {
	expect(expectedTokens({ endpoint, body: body as never })).toBe(tokens);
});
