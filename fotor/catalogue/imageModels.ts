import { inputFailure, type Failure } from '../failure';
import type { PictureLimits } from '../image/limits';
import { IMAGE_MODELS } from './generated';
import type { ImageModel } from './types';

/** Default model of the official SDK's command line (API reference, section 19). */
export const DEFAULT_IMAGE_MODEL = 'gpt-image-2';

/** Looks up a model by its ID; undefined for an ID that isn't in the table. */
function imageModel(id: string): ImageModel | undefined {
	return IMAGE_MODELS.find((model) => model.id === id);
}

/** Limits on the reference images of a known model; undefined for an ID that isn't in the table. */
export function imageInputLimits(id: string): PictureLimits | undefined {
	const model = imageModel(id);
	return model?.input && { ...model.input, owner: `the ${model.name} model` };
}

/** Aspect ratios that have a size for at least one of the model's resolutions. */
export function ratiosOf(model: ImageModel): string[] {
	return [...new Set(Object.values(model.sizes).flatMap((sizes) => Object.keys(sizes)))];
}

/**
 * Width and height for a model, in px. A model whose ID isn't in the table gets the default model's size, but might
 * not support it.
 * @throws Failure when the model has no such ratio or resolution
 */
export function imageSize(
	id: string,
	ratio: string,
	resolution: string,
): { width: number; height: number } {
	const model = imageModel(id);
	const sizes = (model ?? imageModel(DEFAULT_IMAGE_MODEL))?.sizes ?? {};
	const atResolution = sizes[resolution];
	if (!atResolution) {
		throw noSize(model, 'Resolution', resolution, Object.keys(sizes));
	}
	const size = atResolution[ratio];
	if (!size) throw noSize(model, 'Aspect Ratio', ratio, Object.keys(atResolution));
	const [width, height] = size.split('x').map(Number);
	return { width: width ?? 0, height: height ?? 0 };
}

/**
 * Checks the number of reference images.
 * @param hasField whether the form has 'Reference Images'
 * @throws Failure when the model doesn't support that number
 */
export function checkReferences(id: string, count: number, hasField = true): void {
	const model = imageModel(id);
	if (!model) return;
	if (count > 0 && !model.references) {
		throw inputFailure(
			`The ${model.name} model takes no reference images`,
			hasField ? "Clear 'Reference Images', or choose another 'Model'." : "Choose another 'Model'.",
		);
	}
	if (count === 0 && !model.text) {
		throw inputFailure(
			`The ${model.name} model needs at least one reference image`,
			"Fill in 'Reference Images', or choose another 'Model'.",
		);
	}
	if (model.maxReferences !== undefined && count > model.maxReferences) {
		throw inputFailure(
			`The ${model.name} model takes at most ${model.maxReferences} reference images, not ${count}`,
			"Remove some images from 'Reference Images', or choose another 'Model'.",
		);
	}
}

function noSize(
	model: ImageModel | undefined,
	field: string,
	value: string,
	possible: string[],
): Failure {
	const who = model ? `The ${model.name} model` : 'This node';
	const otherwise = model ? '' : ", or set 'Width' and 'Height' in the options";
	return inputFailure(
		`${who} doesn't support '${field}' ${value}`,
		`Set '${field}' to one of: ${possible.join(', ')}${otherwise}.`,
	);
}
