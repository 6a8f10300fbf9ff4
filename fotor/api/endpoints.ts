/** One Fotor tool as the API sees it. */
export interface Endpoint {
	/** Submission path, or its fixed prefix if a model ID follows. */
	path: string;
	/** Names the tool in result file names, such as "no-background" in "bottle-no-background.png". */
	slug: string;
	/** `type` of the signed upload (API reference, section 18). */
	uploadType: string;
	/** Price per image in tokens, if one is published (API reference, section 23). */
	tokens?: number;
	/** True for tasks that take minutes. */
	isSlow?: boolean;
}

/**
 * The endpoint table. To add a tool, add an entry here and a folder under nodes/.
 * The upload types `img_upscale`, `bg_remove`, `img2img` (model-based images) and `img2video` are documented for their
 * own tools. Using `img2img` for all other tools is a guess: the type seems to select only a folder (section 18).
 */
export const ENDPOINTS = {
	aiReplace: entry('/v1/aiart/replacer', 'ai-replace'),
	/** Not documented: the path is a guess that the user can change (section 17). */
	aiExpand: { ...entry('/v1/aiart/expand', 'ai-expand'), tokens: 1 },
	backgroundRemover: {
		...entry('/v1/aiart/backgroundremover', 'no-background', 'bg_remove'),
		tokens: 1,
	},
	characterToVideo: video('/v1/aiart/character2video'),
	colorize: { ...entry('/v1/aiart/colorize', 'colorize'), tokens: 1 },
	faceSwap: { ...entry('/v1/aiart/faceswap', 'face-swap'), tokens: 1 },
	headshot: { ...entry('/v1/aiart/avatar', 'headshot'), tokens: 1 },
	imageGenerator: entry('/v1/aiart/imagegeneration', 'image'),
	imageToImage: { ...entry('/v1/aiart/img2img', 'image-to-image'), tokens: 1 },
	imageToVideo: video('/v1/aiart/img2video'),
	listingSet: { ...entry('/v1/aiart/ecommercelistingset', 'listing-set'), tokens: 8 },
	restoration: { ...entry('/v1/aiart/restoration', 'restoration'), tokens: 1 },
	skinRetouch: { ...entry('/v1/aiart/retouchskin', 'skin-retouch'), tokens: 1 },
	startEndToVideo: video('/v1/aiart/startend2video'),
	textToImage: { ...entry('/v1/aiart/text2img', 'text-to-image'), tokens: 1 },
	textToVideo: video('/v1/aiart/text2video'),
	upscaler: { ...entry('/v1/aiart/imgupscale', 'upscaler', 'img_upscale'), tokens: 1 },
} satisfies Record<string, Endpoint>;

/** Finds the entry for a path that may end with a model ID. Used when only the path of a request is known. */
export function endpointOfPath(path: string): Endpoint | undefined {
	return Object.values<Endpoint>(ENDPOINTS).find(
		(endpoint) => path === endpoint.path || path.startsWith(`${endpoint.path}/`),
	);
}

function entry(path: string, slug: string, uploadType = 'img2img'): Endpoint {
	return { path, slug, uploadType };
}

function video(path: string): Endpoint {
	return { ...entry(path, 'video', 'img2video'), isSlow: true };
}
