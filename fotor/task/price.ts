import { ENDPOINTS, type Endpoint } from '../api/endpoints';
import type { Body } from '../image/picture';
import { isObject } from '../values';

/** The values that a price depends on. */
export interface Priced {
	endpoint: Endpoint;
	body: Body;
}

/**
 * Tokens that a job is expected to cost (API reference, section 23).
 * @returns undefined if no price is published or the number of images is unknown
 */
export function expectedTokens({ endpoint, body }: Priced): number | undefined {
	const images = imagesIn(endpoint, body);
	return endpoint.tokens === undefined || images === undefined
		? undefined
		: endpoint.tokens * images;
}

function imagesIn({ path }: Endpoint, body: Body): number | undefined {
	if (path === ENDPOINTS.headshot.path) return headshotsIn(body.avatarTemplateParams);
	// If `num` is left out, Fotor decides how many images to make (API reference, section 20).
	if (path === ENDPOINTS.listingSet.path) return count(body.num);
	return body.num === undefined ? 1 : count(body.num);
}

function headshotsIn(styles: unknown): number | undefined {
	if (!Array.isArray(styles)) return undefined;
	const counts = styles.map((style) => (isObject(style) ? count(style.num) : undefined));
	return counts.reduce<number | undefined>(
		(sum, images) => (sum === undefined || images === undefined ? undefined : sum + images),
		0,
	);
}

function count(value: unknown): number | undefined {
	return Number.isInteger(value) && (value as number) > 0 ? (value as number) : undefined;
}
