import type { INodeParameters } from 'n8n-workflow';

/** Placeholders for image URLs. The tests replace them with URLs of images on the sandbox. */
export const PHOTO = '<photo>';
export const MASK = '<mask>';
export const PORTRAIT = '<portrait>';
export const PRODUCT = '<product>';

export interface ToolRow {
	node: string;
	/** What the row tests, if a node has several rows. */
	case?: string;
	parameters: INodeParameters;
	path: string;
	/** The endpoint ID in docs/api/fotor-openapi.json. */
	endpoint?: string;
	body: Record<string, unknown>;
	/** Expected output: the number of items (default 1) and the type of each file. */
	items?: number;
	file: 'image/png' | 'image/jpeg' | 'video/mp4';
	/** Size in px of the first result, if known. */
	size?: [number, number];
}

const matching = (text: RegExp) => expect.stringMatching(text) as string;
const image = { imageSource: 'url', imageUrl: PHOTO };

/** The user's settings for each tool and the request that Fotor should receive. The sample image is 960 × 640 px. */
/** Identifies a row in test titles. */
export const titleOf = ({ node, case: name }: ToolRow): string => (name ? `${node} ${name}` : node);

export const TOOLS: ToolRow[] = [
	{
		node: 'fotorAiReplace',
		parameters: { ...image, maskSource: 'url', maskUrl: MASK, prompt: 'a red balloon' },
		path: '/v1/aiart/replacer',
		endpoint: 'replacer',
		body: { imageUrl: PHOTO, maskImageUrl: MASK, content: 'a red balloon' },
		file: 'image/png',
		size: [960, 640],
	},
	{
		node: 'fotorAiExpand',
		case: 'with an image model and a wider ratio',
		parameters: {
			...image,
			prompt: 'a lake',
			model: { __rl: true, mode: 'list', value: 'gpt-image-2' },
			aspectRatio: '21:9',
			resolution: '1k',
		},
		path: '/v1/aiart/imagegeneration/gpt-image-2',
		endpoint: 'imagegeneration',
		body: {
			content: [
				{
					type: 'text',
					text: matching(/aspect ratio of 21:9.*In the new area: a lake/),
				},
				{ type: 'image_url', url: PHOTO },
			],
			width: 1568,
			height: 672,
			quality: 'medium',
		},
		file: 'image/jpeg',
		size: [1568, 672],
	},
	{
		node: 'fotorAiExpand',
		case: 'with an image model and a tall ratio',
		parameters: { ...image, aspectRatio: '9:16', resolution: '1k' },
		path: '/v1/aiart/imagegeneration/gpt-image-2',
		body: {
			content: [
				{ type: 'text', text: matching(/aspect ratio of 9:16\./) },
				{ type: 'image_url', url: PHOTO },
			],
			width: 752,
			height: 1392,
			quality: 'medium',
		},
		file: 'image/jpeg',
		size: [752, 1392],
	},
	{
		node: 'fotorAiExpand',
		case: "with Fotor's own endpoint",
		parameters: { ...image, method: 'expandEndpoint', body: '{"left": 0.5}' },
		path: '/v1/aiart/expand',
		body: { imageUrl: PHOTO, left: 0.5 },
		file: 'image/png',
	},
	{
		node: 'fotorUpscaler',
		parameters: { ...image, scale: 2 },
		path: '/v1/aiart/imgupscale',
		endpoint: 'imgupscale',
		body: {
			userImageUrl: PHOTO,
			upscaling_resize: 2,
			max_image_width: 2048,
			max_image_height: 2048,
		},
		file: 'image/png',
		size: [1920, 1280],
	},
	{
		node: 'fotorBackgroundRemover',
		parameters: { ...image },
		path: '/v1/aiart/backgroundremover',
		endpoint: 'backgroundremover',
		body: { userImageUrl: PHOTO, action: 'auto' },
		file: 'image/png',
		size: [960, 640],
	},
	{
		node: 'fotorSkinRetouch',
		parameters: { ...image },
		path: '/v1/aiart/retouchskin',
		endpoint: 'retouchskin',
		body: { userImageUrl: PHOTO },
		file: 'image/jpeg',
		size: [960, 640],
	},
	{
		node: 'fotorTextToImage',
		parameters: { prompt: 'a lighthouse', aspectRatio: '16:9' },
		path: '/v1/aiart/text2img',
		endpoint: 'text2img',
		body: {
			content: 'a lighthouse',
			sizeId: '16:9',
			templateId: '6b8d16cf-9402-4c22-b1e8-39eccce3436b',
			negativePrompt: '',
		},
		file: 'image/jpeg',
	},
	{
		node: 'fotorTextToImage',
		case: 'with a size ID and a custom style',
		parameters: {
			prompt: 'a lighthouse',
			style: { __rl: true, mode: 'id', value: 'my-style' },
			negativePrompt: 'text',
			options: { sizeId: '6361e03bc09cb851c66328a4' },
		},
		path: '/v1/aiart/text2img',
		body: {
			content: 'a lighthouse',
			sizeId: '6361e03bc09cb851c66328a4',
			templateId: 'my-style',
			negativePrompt: 'text',
		},
		file: 'image/jpeg',
	},
	{
		node: 'fotorImageToImage',
		parameters: { ...image, strength: 0.25 },
		path: '/v1/aiart/img2img',
		endpoint: 'img2img',
		body: {
			content: '',
			templateId: 'ca39d44f-e8c8-4a3e-9d09-c3f96cb2fe60',
			negativePrompt: '',
			userImageUrl: PHOTO,
			strength: 0.25,
			format: 'jpg',
		},
		file: 'image/jpeg',
		size: [960, 640],
	},
	{
		node: 'fotorHeadshot',
		parameters: {
			imageSource: 'url',
			imageUrl: PORTRAIT,
			templates: {
				template: [
					{ templateId: { __rl: true, mode: 'id', value: 'style-1' }, count: 2 },
					{ templateId: 'style-2', count: 1 },
				],
			},
		},
		path: '/v1/aiart/avatar',
		endpoint: 'avatar',
		body: {
			userImageUrl: PORTRAIT,
			avatarTemplateParams: [
				{ templateId: 'style-1', num: 2 },
				{ templateId: 'style-2', num: 1 },
			],
		},
		items: 3,
		file: 'image/jpeg',
	},
	{
		node: 'fotorColorize',
		parameters: { ...image },
		path: '/v1/aiart/colorize',
		endpoint: 'colorize',
		body: { userImageUrl: PHOTO, modelName: 'stable', renderFactor: 35, watermarked: false },
		file: 'image/jpeg',
		size: [960, 640],
	},
	{
		node: 'fotorRestoration',
		parameters: { ...image },
		path: '/v1/aiart/restoration',
		endpoint: 'restoration',
		body: {
			userImageUrl: PHOTO,
			faceUpsample: true,
			backgroundEnhance: true,
			upscale: 2,
			fidelityWeight: 0.5,
		},
		file: 'image/png',
		size: [1920, 1280],
	},
	{
		node: 'fotorFaceSwap',
		parameters: {
			faceSource: 'url',
			faceUrl: PORTRAIT,
			templateSource: 'url',
			templateUrl: PHOTO,
		},
		path: '/v1/aiart/faceswap',
		endpoint: 'faceswap',
		body: { userImageUrl: PORTRAIT, templateImageUrl: PHOTO },
		file: 'image/jpeg',
		size: [960, 640],
	},
	{
		node: 'fotorImageGenerator',
		case: 'from a prompt',
		parameters: {
			prompt: 'A diamond kitten on velvet',
			model: { __rl: true, mode: 'list', value: 'seedream-4-5-251128' },
			aspectRatio: '16:9',
			resolution: '2k',
		},
		path: '/v1/aiart/imagegeneration/seedream-4-5-251128',
		endpoint: 'imagegeneration',
		body: {
			content: [{ type: 'text', text: 'A diamond kitten on velvet' }],
			width: 2848,
			height: 1600,
			quality: 'medium',
		},
		file: 'image/jpeg',
		size: [2848, 1600],
	},
	{
		node: 'fotorImageGenerator',
		case: 'from a prompt and references, with a custom size',
		parameters: {
			prompt: 'both on a table',
			images: `${PRODUCT}, ${PHOTO}`,
			model: 'gemini-3-pro-image-preview',
			options: { width: 640, height: 480, quality: 'high' },
		},
		path: '/v1/aiart/imagegeneration/gemini-3-pro-image-preview',
		body: {
			content: [
				{ type: 'text', text: 'both on a table' },
				{ type: 'image_url', url: PRODUCT },
				{ type: 'image_url', url: PHOTO },
			],
			width: 640,
			height: 480,
			quality: 'high',
		},
		file: 'image/jpeg',
		size: [640, 480],
	},
	{
		node: 'fotorVideoGenerator',
		case: 'from a prompt',
		parameters: { mode: 'text2video', prompt: 'a sunset', model: 'kling-v3', duration: 3 },
		path: '/v1/aiart/text2video/kling-v3',
		endpoint: 'text2video',
		body: {
			prompt: 'a sunset',
			duration: 3,
			resolution: '1080p',
			aspect_ratio: '16:9',
			scenes: 'normal',
			enableAudio: false,
		},
		file: 'video/mp4',
	},
	{
		node: 'fotorVideoGenerator',
		case: 'from one image, with sound',
		parameters: {
			mode: 'img2video',
			...image,
			prompt: 'waves',
			model: 'veo-3.1-generate-001',
			duration: 8,
			resolution: '720p',
			aspectRatio: '9:16',
			generateAudio: true,
			options: { audioPrompt: 'the sea' },
		},
		path: '/v1/aiart/img2video/veo-3.1-generate-001',
		endpoint: 'img2video',
		body: {
			prompt: 'waves',
			duration: 8,
			resolution: '720p',
			aspect_ratio: '9:16',
			scenes: 'normal',
			enableAudio: true,
			audio_prompt: 'the sea',
			imageUrls: [PHOTO],
		},
		file: 'video/mp4',
	},
	{
		node: 'fotorVideoGenerator',
		case: 'from the first and the last image',
		parameters: {
			mode: 'startend2video',
			startSource: 'url',
			startUrl: PHOTO,
			endSource: 'url',
			endUrl: PRODUCT,
			prompt: 'morph',
			model: 'doubao-seedance-2-0-260128',
		},
		path: '/v1/aiart/startend2video/doubao-seedance-2-0-260128',
		endpoint: 'startend2video',
		body: {
			prompt: 'morph',
			duration: 5,
			resolution: '1080p',
			aspect_ratio: '16:9',
			scenes: 'normal',
			enableAudio: false,
			imageUrls: [PHOTO, PRODUCT],
		},
		file: 'video/mp4',
	},
	{
		node: 'fotorVideoGenerator',
		case: 'from several images',
		parameters: {
			mode: 'character2video',
			images: `${PORTRAIT}\n${PRODUCT}`,
			prompt: 'she shows the product',
			model: 'viduq2',
			duration: 8,
			resolution: '540p',
		},
		path: '/v1/aiart/character2video/viduq2',
		endpoint: 'character2video',
		body: {
			prompt: 'she shows the product',
			duration: 8,
			resolution: '540p',
			aspect_ratio: '16:9',
			scenes: 'normal',
			enableAudio: false,
			imageUrls: [PORTRAIT, PRODUCT],
		},
		file: 'video/mp4',
	},
	{
		node: 'fotorListingSet',
		parameters: { images: PRODUCT, count: 3, options: { scenes: 'Kitchen, Garden, Desk' } },
		path: '/v1/aiart/ecommercelistingset',
		endpoint: 'ecommercelistingset',
		body: {
			image_urls: [PRODUCT],
			num: 3,
			platform: 'Amazon',
			country: 'American',
			language: 'en_US',
			aspect_ratio: '1:1',
			image_type: 'listing',
			scenes: ['Kitchen', 'Garden', 'Desk'],
		},
		items: 3,
		file: 'image/jpeg',
	},
	{
		node: 'fotorListingSet',
		case: 'with a brand and selling points',
		parameters: {
			images: PRODUCT,
			options: { sellingPoints: 'Keeps warm', brandInfo: 'Calm colors', brandLogo: PHOTO },
		},
		path: '/v1/aiart/ecommercelistingset',
		endpoint: 'ecommercelistingset',
		body: {
			image_urls: [PRODUCT],
			num: 1,
			platform: 'Amazon',
			country: 'American',
			language: 'en_US',
			aspect_ratio: '1:1',
			image_type: 'listing',
			sell_points: 'Keeps warm',
			brand_info: 'Calm colors',
			brand_logo: PHOTO,
		},
		file: 'image/jpeg',
	},
	{
		node: 'fotor',
		case: 'with a custom path and body',
		parameters: {
			resource: 'task',
			operation: 'submit',
			path: '/v1/aiart/retouchskin',
			body: `{"userImageUrl": "${PHOTO}"}`,
		},
		path: '/v1/aiart/retouchskin',
		body: { userImageUrl: PHOTO },
		file: 'image/jpeg',
		size: [960, 640],
	},
];
