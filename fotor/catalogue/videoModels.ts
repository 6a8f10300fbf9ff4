import { inputFailure, type Failure } from '../failure';
import type { PictureLimits } from '../image/limits';
import { VIDEO_MODELS } from './generated';
import type { VideoMode, VideoModel } from './types';

/** The official SDK's defaults (API reference, section 19). The default model supports all four modes. */
export const VIDEO_DEFAULTS = {
	model: 'doubao-seedance-2-0-260128',
	name: 'Seedance 2.0',
	ratio: '16:9',
	resolution: '1080p',
	duration: 5,
};

/** The aspect ratios that a form offers if none are documented for a model. */
export const VIDEO_RATIOS = ['16:9', '9:16', '1:1', '4:3', '3:4', '3:2', '2:3', '21:9'];

/** The models that support a mode, each with its ID for that mode. */
export function videoModelsFor(mode: VideoMode): Array<{ id: string; model: VideoModel }> {
	return VIDEO_MODELS.flatMap((model) => {
		const id = model.ids[mode];
		return id ? [{ id, model }] : [];
	});
}

/** Limits on the images of a known model; undefined for an ID that isn't in the table. */
export function videoInputLimits(mode: VideoMode, id: string): PictureLimits | undefined {
	const model = videoModelsFor(mode).find((entry) => entry.id === id)?.model;
	return model?.input && { ...model.input, owner: `the ${model.name} model` };
}

/**
 * Checks the values chosen for a known model; an unknown ID isn't checked.
 * @throws Failure when the model doesn't support them
 */
export function checkVideo(
	mode: VideoMode,
	modeName: string,
	id: string,
	chosen: { duration: number; resolution: string; ratio?: string; pictures: number },
): void {
	const known = videoModelsFor(mode).find((entry) => entry.id === id)?.model;
	if (!known) {
		const elsewhere = VIDEO_MODELS.find((model) => Object.values(model.ids).includes(id));
		if (elsewhere) throw wrongMode(elsewhere, mode, modeName);
		return;
	}
	check(known, 'Duration', chosen.duration, known.durations);
	check(known, 'Resolution', chosen.resolution, known.resolutions);
	if (chosen.ratio) check(known, 'Aspect Ratio', chosen.ratio, known.ratios[mode] ?? VIDEO_RATIOS);
	if (mode === 'character2video' && chosen.pictures > (known.maxReferences ?? Infinity)) {
		throw inputFailure(
			`The ${known.name} model takes at most ${known.maxReferences} reference images, not ${chosen.pictures}`,
			"Remove some images from 'Reference Images', or choose another 'Model'.",
		);
	}
}

function check<T>(model: VideoModel, field: string, value: T, possible: T[]): void {
	if (possible.includes(value)) return;
	throw inputFailure(
		`The ${model.name} model doesn't support '${field}' ${String(value)}`,
		`Set '${field}' to one of: ${possible.join(', ')}.`,
	);
}

function wrongMode(model: VideoModel, mode: VideoMode, modeName: string): Failure {
	const id = model.ids[mode];
	return inputFailure(
		`The model ID doesn't match the '${modeName}' mode`,
		id
			? `In this mode, ${model.name} has the ID ${id}. Choose it from the 'Model' list.`
			: `${model.name} doesn't support this mode. Choose another model from the 'Model' list.`,
	);
}
