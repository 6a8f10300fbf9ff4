/** One Fotor tool as the API sees it. */
export interface Endpoint {
	/** Path of the submission, or its fixed beginning when the model's id follows. */
	path: string;
	/** Begins the name of result files. */
	slug: string;
	/** Fotor's name of the tool, for texts. */
	name: string;
	/** `type` of the signed upload (API reference, section 18). */
	uploadType: string;
}

/**
 * The endpoint table: a new tool is one entry here and one folder under nodes/.
 * Upload types: `img_upscale`, `bg_remove`, `img2img` and `img2video` are documented for their own tools;
 * `img2img` elsewhere is a guess (the type seems to choose a folder only, API reference, section 18).
 */
export const ENDPOINTS = {
	aiReplace: entry('/v1/aiart/replacer', 'ai-replace', 'AI Replace'),
	backgroundRemover: entry(
		'/v1/aiart/backgroundremover',
		'background-remover',
		'Background Remover',
		'bg_remove',
	),
	upscaler: entry('/v1/aiart/imgupscale', 'upscaler', 'AI Upscaler', 'img_upscale'),
} satisfies Record<string, Endpoint>;

function entry(path: string, slug: string, name: string, uploadType = 'img2img'): Endpoint {
	return { path, slug, name, uploadType };
}
