import { ENDPOINTS } from '../api/endpoints';
import {
	HEADSHOT_STYLES,
	IMAGE_MODELS,
	IMAGE_TO_IMAGE_STYLES,
	TEXT_TO_IMAGE_STYLES,
	VIDEO_MODELS,
} from './generated';
import { ratiosOf } from './imageModels';
import type { VideoMode } from './types';

/** The tools that have styles. */
export type StyleTool = 'headshot' | 'imageToImage' | 'textToImage';

/** A style, with the details that a workflow or an AI agent needs to choose among styles. */
export interface StyleEntry {
	id: string;
	name: string;
	tool: StyleTool;
	/** URL of an image made with this style. */
	preview: string | null;
	/** Price per image in tokens; null if none is published (API reference, section 23). */
	tokens: number | null;
}

/** An image model, or one mode of a video model, because a video model has a different ID in each mode. */
export interface ModelEntry {
	id: string;
	name: string;
	kind: 'image' | 'video';
	/** The mode of a video model; null for an image model. */
	mode: VideoMode | null;
	/** True if the model works from a prompt alone. */
	promptOnly: boolean;
	/** Null if no limit is known. */
	maxReferenceImages: number | null;
	/** Empty if the images determine the ratio, or if no ratios are documented. */
	aspectRatios: string[];
	resolutions: string[];
	/** In seconds. Empty for an image model. */
	durations: number[];
	/** Price per result in tokens; null if none is published (API reference, section 23). */
	tokens: number | null;
}

/** Every known style, by tool. */
export function styleEntries(): StyleEntry[] {
	const lists = {
		headshot: HEADSHOT_STYLES,
		imageToImage: IMAGE_TO_IMAGE_STYLES,
		textToImage: TEXT_TO_IMAGE_STYLES,
	};
	return (Object.keys(lists) as StyleTool[]).flatMap((tool) =>
		lists[tool].map(({ id, name, preview = null }) => {
			return { id, name, tool, preview, tokens: ENDPOINTS[tool].tokens ?? null };
		}),
	);
}

/** Every known model: image models, then video models by mode. */
export function modelEntries(): ModelEntry[] {
	const images = IMAGE_MODELS.map((model): ModelEntry => {
		return {
			id: model.id,
			name: model.name,
			kind: 'image',
			mode: null,
			promptOnly: model.text,
			maxReferenceImages: model.references ? (model.maxReferences ?? null) : 0,
			aspectRatios: ratiosOf(model),
			resolutions: Object.keys(model.sizes),
			durations: [],
			tokens: tokensOf(ENDPOINTS.imageGenerator),
		};
	});
	const videos = VIDEO_MODELS.flatMap((model) =>
		(Object.entries(model.ids) as Array<[VideoMode, string]>).map(([mode, id]): ModelEntry => {
			return {
				id,
				name: model.name,
				kind: 'video',
				mode,
				promptOnly: mode === 'text2video',
				maxReferenceImages: VIDEO_IMAGES[mode] ?? model.maxReferences ?? null,
				aspectRatios: model.ratios[mode] ?? [],
				resolutions: model.resolutions,
				durations: model.durations,
				tokens: tokensOf(ENDPOINTS.textToVideo),
			};
		}),
	);
	return [...images, ...videos];
}

/** Number of images that a mode takes, for modes in which all models take the same number. */
const VIDEO_IMAGES: Partial<Record<VideoMode, number>> = {
	text2video: 0,
	img2video: 1,
	startend2video: 2,
};

function tokensOf({ tokens }: { tokens?: number }): number | null {
	return tokens ?? null;
}
