import type { ILoadOptionsFunctions, INodeListSearchResult, INodeProperties } from 'n8n-workflow';

import { IMAGE_MODELS } from '../../fotor/catalogue/generated';
import { DEFAULT_IMAGE_MODEL, imageSize, ratiosOf } from '../../fotor/catalogue/imageModels';
import type { ImageModel } from '../../fotor/catalogue/types';
import { inputFailure } from '../../fotor/failure';
import type { Form } from './form';
import { idByName, locatorField, searchResult, type Choice } from './locator';
import { fieldByModel } from './modelFields';
import { MODEL_PRICE } from './price';

/** The default in the official SDK's command-line tool (API reference, section 19). */
const PREFERRED_RESOLUTION = '2k';

export interface ImageModelFieldOptions {
	/** True for models that the node can use. */
	fits: (model: ImageModel) => boolean;
	/** Returns a model's entry in the list. By default, the entry shows how many reference images the model accepts. */
	named?: (model: ImageModel) => Choice;
	/** Preferred default of 'Aspect Ratio'. */
	ratio?: string;
	show?: Record<string, string[]>;
}

/** The fields for model, aspect ratio and resolution. `readImageSize` reads the last two. */
export function imageModelFields({
	fits,
	named = withAbilities,
	ratio = '1:1',
	show,
}: ImageModelFieldOptions): INodeProperties[] {
	const models = IMAGE_MODELS.filter(fits);
	const fallback = models.find((model) => model.id === DEFAULT_IMAGE_MODEL) ?? models[0];
	return [
		locatorField({
			displayName: 'Model',
			name: 'model',
			hint: MODEL_PRICE,
			description: 'The AI model that makes the image. Models differ in price and capabilities.',
			default: DEFAULT_IMAGE_MODEL,
			defaultName: fallback && named(fallback).name,
			search: 'searchModels',
			placeholder: 'e.g. gpt-image-2',
			...(show ? { displayOptions: { show } } : {}),
		}),
		...fieldByModel({
			displayName: 'Aspect Ratio',
			name: 'aspectRatio',
			description: 'Width-to-height ratio of the image',
			models: models.map((model) => ({ id: model.id, values: ratiosOf(model) })),
			otherwise: fallback ? ratiosOf(fallback) : ['1:1'],
			preferred: ratio,
			show,
		}),
		...fieldByModel({
			displayName: 'Resolution',
			name: 'resolution',
			description: 'Size of the image: 1K is about 1024 px on each side, 2K about 2048 px',
			models: models.map((model) => ({ id: model.id, values: Object.keys(model.sizes) })),
			otherwise: Object.keys(fallback?.sizes ?? { '1k': {} }),
			preferred: PREFERRED_RESOLUTION,
			label: (value) => value.toUpperCase(),
			show,
		}),
	];
}

/** The options that only nodes with image models have. */
export const IMAGE_MODEL_OPTIONS: INodeProperties[] = [
	sizeOption('Height (px)', 'height'),
	{
		displayName: 'Quality',
		name: 'quality',
		type: 'string',
		// The official SDK always sends this value (API reference, section 19).
		default: 'medium',
		description:
			"Sent unchanged. Fotor's own client always sends 'medium', and no other value is documented.",
	},
	sizeOption('Width (px)', 'width'),
];

/** A model as shown in the list: "GPT Image 2 · up to 4 reference images". */
function withAbilities({ id, name, text, references, maxReferences }: ImageModel) {
	const images = references ? 'reference images' : 'no reference images';
	const most = maxReferences ? `up to ${maxReferences} ${images}` : images;
	return { id, name: `${name} · ${text ? most : `needs ${most}`}` };
}

/** The `methods` of a node with {@link imageModelFields}. */
export function imageModelSearch(
	fits: (model: ImageModel) => boolean,
	named: (model: ImageModel) => Choice = withAbilities,
) {
	return {
		listSearch: {
			async searchModels(
				this: ILoadOptionsFunctions,
				filter?: string,
			): Promise<INodeListSearchResult> {
				return searchResult(IMAGE_MODELS.filter(fits).map(named), filter);
			},
		},
	};
}

/**
 * The model's ID. The field may contain the model's name instead. Unknown IDs are accepted, since Fotor may add models.
 * @throws Failure when the field is empty
 */
export function readImageModel(form: Form): string {
	return idByName([...IMAGE_MODELS, ...IMAGE_MODELS.map(withAbilities)], form.text('model'));
}

/**
 * The body's `width`, `height` (px) and `quality`.
 * @throws Failure when the model doesn't support the size
 */
export function readImageSize(form: Form, model: string) {
	const { options } = form;
	if (options.isSet('width') !== options.isSet('height')) {
		throw inputFailure(
			"'Width' or 'Height' is missing from the options",
			"Set both of them, or remove both to use 'Aspect Ratio' and 'Resolution'.",
		);
	}
	const size = options.isSet('width')
		? { width: options.number('width'), height: options.number('height') }
		: imageSize(
				model,
				form.openOption('aspectRatio', { model }),
				form.openOption('resolution', { model }),
			);
	return { ...size, quality: options.text('quality') };
}

function sizeOption(displayName: string, name: string): INodeProperties {
	return {
		displayName,
		name,
		type: 'number',
		typeOptions: { minValue: 1, numberPrecision: 0 },
		default: 1024,
		description: `${displayName} of the result. Set both width and height to use them instead of 'Aspect Ratio' and 'Resolution'.`,
	};
}
