import type { INodeProperties } from 'n8n-workflow';

import type { VideoMode } from '../../fotor/catalogue/types';
import { VIDEO_DEFAULTS, VIDEO_RATIOS, videoModelsFor } from '../../fotor/catalogue/videoModels';
import { locatorField } from '../shared/locator';
import { fieldByModel } from '../shared/modelFields';
import { pictureFields, picturesField } from '../shared/pictureFields';
import { MODEL_PRICE } from '../shared/price';

export const MODE_NAMES: Record<VideoMode, string> = {
	character2video: 'Reference Images to Video',
	img2video: 'Image to Video',
	startend2video: 'Start and End Image to Video',
	text2video: 'Text to Video',
};

export const MODES = Object.keys(MODE_NAMES) as VideoMode[];

/** The values offered for model IDs that aren't in the model list. */
const ALL_RESOLUTIONS = ['360p', '480p', '540p', '720p', '768p', '1080p'];
const ALL_DURATIONS = Array.from({ length: 15 }, (_, index) => index + 1);

export const MODE_FIELD: INodeProperties = {
	displayName: 'Mode',
	name: 'mode',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: MODE_NAMES.img2video,
			value: 'img2video',
			description: 'Animate one image',
		},
		{
			name: MODE_NAMES.character2video,
			value: 'character2video',
			description: 'Use people and things from 2 or more images',
		},
		{
			name: MODE_NAMES.startend2video,
			value: 'startend2video',
			description: 'Go from one image to another of the same size',
		},
		{ name: MODE_NAMES.text2video, value: 'text2video', description: 'Use the prompt alone' },
	],
	default: 'text2video',
	description: 'What the video is made from',
};

export const MODEL_FIELD: INodeProperties = locatorField({
	displayName: 'Model',
	name: 'model',
	description:
		"The AI model that makes the video. The list shows the models for the chosen 'Mode'. Models differ in price.",
	default: VIDEO_DEFAULTS.model,
	defaultName: VIDEO_DEFAULTS.name,
	hint: MODEL_PRICE,
	search: 'searchModels',
	placeholder: `e.g. ${VIDEO_DEFAULTS.model}`,
});

export const PICTURE_FIELDS: INodeProperties[] = [
	...pictureFields({
		name: 'image',
		label: 'Image',
		what: 'the image to animate',
		displayOptions: { show: { mode: ['img2video'] } },
	}),
	...pictureFields({
		name: 'start',
		label: 'Start Image',
		what: 'the first frame of the video',
		displayOptions: { show: { mode: ['startend2video'] } },
	}),
	...pictureFields({
		name: 'end',
		label: 'End Image',
		what: 'the last frame of the video',
		note: 'Same size as the start image',
		defaultField: 'end',
		displayOptions: { show: { mode: ['startend2video'] } },
	}),
	picturesField({
		displayName: 'Reference Images',
		what: 'images (at least 2) that show the people and things to use',
		defaultValue: 'data',
		required: true,
		displayOptions: { show: { mode: ['character2video'] } },
	}),
];

export const VIDEO_FIELDS: INodeProperties[] = [
	...fieldByModel({
		displayName: 'Duration',
		name: 'duration',
		description: 'Length of the video',
		models: byId((model) => model.durations),
		otherwise: ALL_DURATIONS,
		preferred: VIDEO_DEFAULTS.duration,
		typeOptions: { minValue: 1, numberPrecision: 0 },
		label: (seconds) => (seconds === 1 ? '1 Second' : `${seconds} Seconds`),
	}),
	...fieldByModel({
		displayName: 'Resolution',
		name: 'resolution',
		description: 'How detailed the video is: 1080p is sharper than 720p and costs more',
		models: byId((model) => model.resolutions),
		otherwise: ALL_RESOLUTIONS,
		preferred: VIDEO_DEFAULTS.resolution,
	}),
	...fieldByModel({
		displayName: 'Aspect Ratio',
		name: 'aspectRatio',
		description: "Width-to-height ratio of the video. Some models use the image's ratio instead.",
		models: byId((model) => Object.values(model.ratios)[0] ?? VIDEO_RATIOS),
		otherwise: VIDEO_RATIOS,
		preferred: VIDEO_DEFAULTS.ratio,
		show: { mode: ['text2video', 'img2video', 'character2video'] },
	}),
	{
		displayName: 'Generate Audio',
		name: 'generateAudio',
		type: 'boolean',
		default: false,
		description: 'Whether to add sound, if the model supports it',
	},
];

export const AUDIO_PROMPT: INodeProperties = {
	displayName: 'Audio Prompt',
	name: 'audioPrompt',
	type: 'string',
	default: '',
	description: "What the video sounds like. Used only when 'Generate Audio' is on.",
};

/** The result of `values` for each model ID. */
function byId<T>(values: (model: ReturnType<typeof videoModelsFor>[number]['model']) => T[]) {
	const found = new Map<string, T[]>();
	for (const mode of MODES) {
		for (const { id, model } of videoModelsFor(mode)) found.set(id, values(model));
	}
	return [...found].map(([id, list]) => ({ id, values: list }));
}
