import { ENDPOINTS } from '../../fotor/api/endpoints';
import { priceOf } from '../docs/prices';
import type { PictureName } from './pictures';

/** How a picture is given: uploaded first, or inside the request. */
export type Form = 'address' | 'dataUri' | 'bareBase64';
/** Makes what goes into an image field. */
export type Use = (picture: PictureName, form?: Form) => Promise<string>;

/** One submission of the check. */
export interface Probe {
	id: string;
	/** Id in the API reference, for the price. */
	endpoint: string;
	path: string;
	/** `type` of the signed upload; `img2img` where it is not said. */
	uploadType?: string;
	/** Costly: only with --all. */
	costly?: boolean;
	body: (use: Use) => Promise<object>;
}

/** Limits that every known client sends (section 7), px. */
const LIMIT = 2048;
/** Styles of section 22: of the docs' example, of the official plugin, of the sister service. */
const STYLE = {
	imageToImage: 'ca39d44f-e8c8-4a3e-9d09-c3f96cb2fe60',
	textToImage: '6b8d16cf-9402-4c22-b1e8-39eccce3436b',
	headshot: '864756a6-2068-49a0-9329-a9c110147b71',
};
/** Fast or small enough for a try (section 19). */
const MODEL = { image: 'gpt-image-2', video: 'kling-v3', references: 'viduq2' };

const { aiReplace, backgroundRemover, colorize, faceSwap, headshot, imageToImage } = ENDPOINTS;
const { restoration, skinRetouch, textToImage, upscaler, listingSet, imageGenerator } = ENDPOINTS;

/** Every submission, cheap ones first. */
export const PROBES: Probe[] = [
	upscale('imgupscale', 'photo', 2, LIMIT),
	upscale('imgupscaleBeyond2048', 'large', 4, 2 * LIMIT),
	picture('retouchskin', skinRetouch.path, 'portrait', {}),
	{ ...text('text2img', '16:9') },
	{ ...text('text2imgSizeId', '6361e03bc09cb851c66328a4') },
	picture('img2img', imageToImage.path, 'photo', imageToImageBody()),
	picture('img2imgAbove1536', imageToImage.path, 'tooLarge', imageToImageBody(), 'img2img'),
	cutout('backgroundremover', 'photo', 'auto', 'dataUri'),
	cutout('backgroundremoverBareBase64', 'photo', 'auto', 'bareBase64'),
	cutout('backgroundremoverBody', 'portrait', 'SegmentBody', 'address'),
	cutout('backgroundremoverObject', 'photo', 'SegmentCommonImage', 'address'),
	picture('avatar', headshot.path, 'portrait', {
		avatarTemplateParams: [{ templateId: STYLE.headshot, num: 1 }],
	}),
	colour('colorize', 'stable'),
	colour('colorizeArtistic', 'artistic'),
	restore('restoration', 2),
	restore('restorationSameSize', 1),
	{
		id: 'faceswap',
		endpoint: 'faceswap',
		path: faceSwap.path,
		body: async (use) => ({
			userImageUrl: await use('portrait'),
			templateImageUrl: await use('portrait'),
		}),
	},
	replace('replacer', 'mask'),
	replace('replacerSmallMask', 'smallMask'),
	{
		id: 'ecommercelistingset',
		endpoint: 'ecommercelistingset',
		path: listingSet.path,
		costly: true,
		body: async (use) => ({
			image_urls: [await use('photo')],
			num: 1,
			platform: 'Amazon',
			country: 'American',
			language: 'en_US',
			aspect_ratio: '1:1',
			image_type: 'listing',
		}),
	},
	generate('imagegeneration', []),
	generate('imagegenerationReference', ['photo']),
	video('text2video', MODEL.video, []),
	video('img2video', MODEL.video, ['photo']),
	video('startend2video', MODEL.video, ['photo', 'photo']),
	video('character2video', MODEL.references, ['portrait', 'photo']),
];

/** Tokens that a probe costs, each being for one result; undefined when Fotor publishes no price. */
export function tokensOf({ endpoint }: Probe): number | undefined {
	return priceOf(endpoint).tokens;
}

/**
 * The probes of a run.
 * @param only ids of single probes; an empty list for all that `costly` allows
 * @throws Error for an id that there is not
 */
export function chosenProbes(costly: boolean, only: string[]): Probe[] {
	const unknown = only.filter((id) => !PROBES.some((probe) => probe.id === id));
	if (unknown.length) {
		const known = PROBES.map(({ id }) => id).join(', ');
		throw new Error(`There is no probe ${unknown.join(', ')}. There are: ${known}`);
	}
	return only.length
		? PROBES.filter(({ id }) => only.includes(id))
		: PROBES.filter((probe) => costly || !probe.costly);
}

/** A tool that takes one picture and some values. */
function picture(
	id: string,
	path: string,
	name: PictureName,
	values: object,
	endpoint = id,
): Probe {
	return {
		id,
		endpoint,
		path,
		body: async (use) => ({ userImageUrl: await use(name), ...values }),
	};
}

function upscale(id: string, name: PictureName, factor: number, limit: number): Probe {
	const values = { upscaling_resize: factor, max_image_width: limit, max_image_height: limit };
	const { path, uploadType } = upscaler;
	return { ...picture(id, path, name, values, 'imgupscale'), uploadType };
}

function text(id: string, sizeId: string): Probe {
	const templateId = STYLE.textToImage;
	return {
		id,
		endpoint: 'text2img',
		path: textToImage.path,
		body: async () =>
			await Promise.resolve({ content: 'a lighthouse', sizeId, templateId, negativePrompt: '' }),
	};
}

function imageToImageBody() {
	const templateId = STYLE.imageToImage;
	return { content: '', templateId, negativePrompt: '', strength: 0.5, format: 'jpg' };
}

function cutout(id: string, name: PictureName, action: string, form: Form): Probe {
	const { path, uploadType } = backgroundRemover;
	return {
		id,
		endpoint: 'backgroundremover',
		path,
		uploadType,
		body: async (use) => ({ userImageUrl: await use(name, form), action }),
	};
}

function colour(id: string, modelName: string): Probe {
	const values = { modelName, renderFactor: 35, watermarked: false };
	return picture(id, colorize.path, 'grey', values, 'colorize');
}

function restore(id: string, upscaleBy: number): Probe {
	const values = {
		faceUpsample: true,
		backgroundEnhance: true,
		upscale: upscaleBy,
		fidelityWeight: 0.5,
	};
	return picture(id, restoration.path, 'photo', values, 'restoration');
}

function replace(id: string, mask: PictureName): Probe {
	return {
		id,
		endpoint: 'replacer',
		path: aiReplace.path,
		body: async (use) => ({
			imageUrl: await use('photo'),
			maskImageUrl: await use(mask),
			content: 'a large red hot-air balloon',
		}),
	};
}

function generate(id: string, references: PictureName[]): Probe {
	return {
		id,
		endpoint: 'imagegeneration',
		path: `${imageGenerator.path}/${MODEL.image}`,
		costly: true,
		body: async (use) => ({
			width: 1536,
			height: 1024,
			content: [
				{ type: 'text', text: 'a lighthouse at dawn' },
				...(await Promise.all(references.map((name) => use(name)))).map((url) => ({
					type: 'image_url',
					url,
				})),
			],
			quality: 'medium',
		}),
	};
}

function video(endpoint: string, model: string, pictures: PictureName[]): Probe {
	return {
		id: endpoint,
		endpoint,
		path: `/v1/aiart/${endpoint}/${model}`,
		uploadType: 'img2video',
		costly: true,
		body: async (use) => ({
			prompt: 'slow camera move to the left',
			duration: 5,
			resolution: '720p',
			aspect_ratio: '16:9',
			scenes: 'normal',
			enableAudio: false,
			...(pictures.length
				? { imageUrls: await Promise.all(pictures.map((name) => use(name))) }
				: {}),
		}),
	};
}
