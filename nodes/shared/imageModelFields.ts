import type { ILoadOptionsFunctions, INodeListSearchResult, INodeProperties } from 'n8n-workflow';

import { IMAGE_MODELS } from '../../fotor/catalogue/generated';
import { DEFAULT_IMAGE_MODEL, imageSize, ratiosOf } from '../../fotor/catalogue/imageModels';
import type { ImageModel } from '../../fotor/catalogue/types';
import { inputFailure } from '../../fotor/failure';
import { checkNumber, type Form } from './form';
import { locatorField, searchResult } from './locator';
import { fieldByModel } from './modelFields';
import { readOptions } from './settings';

/** Resolution of the official SDK's command line (API reference, section 19). */
const PREFERRED_RESOLUTION = '2k';
/** The SDK always sends it; other values are not documented (section 19). */
const DEFAULT_QUALITY = 'medium';

export interface ImageModelFieldOptions {
	/** Which models fit the node. */
	fits: (model: ImageModel) => boolean;
	/** Aspect ratio at first. */
	ratio?: string;
	show?: Record<string, string[]>;
}

/** Model, aspect ratio and resolution of a model-based picture. */
export function imageModelFields({
	fits,
	ratio = '1:1',
	show,
}: ImageModelFieldOptions): INodeProperties[] {
	const models = IMAGE_MODELS.filter(fits);
	const fallback = models.find((model) => model.id === DEFAULT_IMAGE_MODEL) ?? models[0];
	return [
		locatorField({
			displayName: 'Model',
			name: 'model',
			description:
				'The AI model that makes the picture; they differ in price and in what they can do',
			default: DEFAULT_IMAGE_MODEL,
			defaultName: fallback?.name,
			search: 'searchModels',
			placeholder: 'e.g. gpt-image-2',
			...(show ? { displayOptions: { show } } : {}),
		}),
		...fieldByModel({
			displayName: 'Aspect Ratio',
			name: 'aspectRatio',
			description: 'Shape of the picture: width to height',
			models: models.map((model) => ({ id: model.id, values: ratiosOf(model) })),
			otherwise: fallback ? ratiosOf(fallback) : ['1:1'],
			preferred: ratio,
			show,
		}),
		...fieldByModel({
			displayName: 'Resolution',
			name: 'resolution',
			description:
				'Size of the picture: 1K is about 1024 px on each side, 2K twice as many, and so on',
			models: models.map((model) => ({ id: model.id, values: Object.keys(model.sizes) })),
			otherwise: Object.keys(fallback?.sizes ?? { '1k': {} }),
			preferred: PREFERRED_RESOLUTION,
			label: (value) => value.toUpperCase(),
			show,
		}),
	];
}

/** Own options of the nodes that use image models. */
export const IMAGE_MODEL_OPTIONS: INodeProperties[] = [
	sizeOption('Height', 'height'),
	{
		displayName: 'Quality',
		name: 'quality',
		type: 'string',
		default: DEFAULT_QUALITY,
		description:
			"Sent as it is. Fotor's own client always sends 'medium'; other values are not documented.",
	},
	sizeOption('Width', 'width'),
];

/** The list tells what the names don't: which models need a picture, and how many they take. */
function withAbilities({ id, name, text, references, maxReferences }: ImageModel) {
	if (!references) return { id, name: `${name} (no reference pictures)` };
	const most = maxReferences ? `up to ${maxReferences} reference pictures` : 'reference pictures';
	return { id, name: `${name} (${text ? most : `needs ${most}`})` };
}

/** `methods` of a node with {@link imageModelFields}. */
export function imageModelSearch(fits: (model: ImageModel) => boolean) {
	return {
		listSearch: {
			async searchModels(
				this: ILoadOptionsFunctions,
				filter?: string,
			): Promise<INodeListSearchResult> {
				return searchResult(IMAGE_MODELS.filter(fits).map(withAbilities), filter);
			},
		},
	};
}

/**
 * Width, height and quality as the form asks for them.
 * @throws Failure when the model has no such size
 */
export function readImageSize(form: Form, model: string) {
	const { width, height, quality = DEFAULT_QUALITY } = readOptions(form);
	if (Boolean(width) !== Boolean(height)) {
		throw inputFailure(
			"'Width' and 'Height' in the options belong together, and one of them is missing",
			"Set both, or remove both to use 'Aspect Ratio' and 'Resolution'.",
		);
	}
	const size = width
		? {
				width: checkNumber(width, 'Width', SIDE),
				height: checkNumber(height, 'Height', SIDE),
			}
		: imageSize(
				model,
				form.text('aspectRatio', 'Aspect Ratio'),
				form.text('resolution', 'Resolution'),
			);
	return { ...size, quality: form.textOf(quality, 'Quality') };
}

const SIDE = { min: 1, integer: true };

function sizeOption(displayName: string, name: string): INodeProperties {
	return {
		displayName,
		name,
		type: 'number',
		typeOptions: { minValue: 1 },
		default: 1024,
		description: `${displayName} of the result in pixels, in place of the size that 'Aspect Ratio' and 'Resolution' give. Set both sides.`,
	};
}
