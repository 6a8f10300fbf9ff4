import { avatarTemplates } from '../pictures/avatar';
import { listingImages } from '../pictures/ecommercelistingset';

/** Tokens per image made by a model. The price is not published (section 23), so the sandbox makes one up. */
const MODEL_IMAGE = 4;
/** Tokens per video. The price is not published (section 23), so the sandbox makes one up. */
const VIDEO = 20;

const VIDEO_ENDPOINTS = new Set(['text2video', 'img2video', 'startend2video', 'character2video']);

/** Price of a submission in tokens (section 23): 1 per image, 8 × `num` for a listing set. */
export function price(endpoint: string, body: Record<string, unknown>): number {
	if (endpoint === 'avatar') return avatarImages(body);
	if (endpoint === 'ecommercelistingset') return 8 * listingImages(body);
	if (endpoint === 'imagegeneration') return MODEL_IMAGE;
	if (VIDEO_ENDPOINTS.has(endpoint)) return VIDEO;
	return 1;
}

/** Number of headshots in a submission. Section 12 guesses that each headshot costs one token. */
function avatarImages(body: Record<string, unknown>): number {
	return avatarTemplates(body).reduce((sum, { num }) => sum + num, 0);
}
