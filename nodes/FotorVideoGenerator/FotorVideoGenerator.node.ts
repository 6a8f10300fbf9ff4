import type {
	IExecuteFunctions,
	ILoadOptionsFunctions,
	INodeExecutionData,
	INodeProperties,
	INodeListSearchResult,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';

import { ENDPOINTS } from '../../fotor/api/endpoints';
import type { VideoMode } from '../../fotor/catalogue/types';
import { checkVideo, videoInputLimits, videoModelsFor } from '../../fotor/catalogue/videoModels';
import { inputFailure } from '../../fotor/failure';
import type { PictureLimits } from '../../fotor/image/limits';
import type { Picture } from '../../fotor/image/picture';
import { actionField } from '../shared/actionField';
import type { Form } from '../shared/form';
import { chosenName, idByName, searchResult } from '../shared/locator';
import { promptField } from '../shared/promptField';
import { priceHints } from '../shared/price';
import { MAX_WAIT, resultFields } from '../shared/resultFields';
import { icon, runTool, TOOL_NODE, type ToolRequest } from '../shared/tool';
import { toolDescriptions } from '../shared/toolDescription';
import { toolForm } from '../shared/toolForm';
import {
	AUDIO_PROMPT,
	MODE_FIELD,
	MODE_NAMES,
	MODES,
	MODEL_FIELD,
	PICTURE_FIELDS,
	VIDEO_FIELDS,
} from './fields';

const ENDPOINT_OF = {
	text2video: ENDPOINTS.textToVideo,
	img2video: ENDPOINTS.imageToVideo,
	startend2video: ENDPOINTS.startEndToVideo,
	character2video: ENDPOINTS.characterToVideo,
};

const FIELDS: INodeProperties[] = [
	...toolDescriptions('Make a video from a prompt, and optionally images, with an AI model'),
	actionField('Generate video'),
	MODE_FIELD,
	...PICTURE_FIELDS,
	promptField({
		description: 'What happens in the video',
		placeholder: 'e.g. slow camera move toward the house, leaves in the wind',
	}),
	MODEL_FIELD,
	...VIDEO_FIELDS,
	...resultFields({
		maxWaitTime: MAX_WAIT.video,
		ownOptions: [AUDIO_PROMPT],
		result: 'video',
	}),
];

export class FotorVideoGenerator implements INodeType {
	description: INodeTypeDescription = {
		...TOOL_NODE,
		displayName: 'Fotor Video Generator',
		name: 'fotorVideoGenerator',
		icon: icon('videoGenerator'),
		defaults: { name: 'Fotor Video Generator' },
		usableAsTool: true,
		hints: priceHints(ENDPOINTS.textToVideo, true),
		subtitle: chosenName('model', MODES.flatMap(modelsOf)),
		description: 'Make a short video from text or images',
		builderHint: {
			searchHint:
				'Makes a short video from a prompt or images. This takes several minutes. In long workflows, turn waiting off and collect the task later.',
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-fotor.fotor',
					relationHint: 'Collects results by task ID, and lists styles and models',
				},
				{
					nodeType: 'n8n-nodes-fotor.fotorTrigger',
					relationHint: 'Starts a workflow when a task is finished',
				},
			],
		},
		properties: toolForm(FIELDS),
	};

	methods = {
		listSearch: {
			async searchModels(
				this: ILoadOptionsFunctions,
				filter?: string,
			): Promise<INodeListSearchResult> {
				const mode = this.getCurrentNodeParameter('mode') as VideoMode;
				return searchResult(modelsOf(mode), filter);
			},
		},
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runTool(this, { endpoint: ENDPOINTS.textToVideo, fields: FIELDS, request });
	}
}

function modelsOf(mode: VideoMode) {
	return videoModelsFor(mode).map(({ id, model }) => ({ id, name: model.name }));
}

/** API reference, section 19, Video generation. The official SDK always sends `scenes: 'normal'`. */
function request(form: Form): ToolRequest {
	const mode = form.option<VideoMode>('mode');
	const endpoint = ENDPOINT_OF[mode];
	const model = idByName(modelsOf(mode), form.text('model'));
	const pictures = readPictures(form, mode, videoInputLimits(mode, model));
	const duration = form.openOption<number>('duration', { model });
	const resolution = form.openOption('resolution', { model });
	// With start and end images, the form has no aspect ratio field, so the request uses the SDK's default.
	const ratio = mode === 'startend2video' ? undefined : form.openOption('aspectRatio', { model });
	checkVideo(mode, MODE_NAMES[mode], model, {
		duration,
		resolution,
		ratio,
		pictures: pictures.length,
	});
	const audioPrompt = form.options.optionalText('audioPrompt');
	const enableAudio = form.flag('generateAudio');
	return {
		endpoint,
		path: `${endpoint.path}/${encodeURIComponent(model)}`,
		body: {
			prompt: form.text('prompt'),
			duration,
			resolution,
			aspect_ratio: ratio ?? '16:9',
			scenes: 'normal',
			enableAudio,
			...(enableAudio && audioPrompt ? { audio_prompt: audioPrompt } : {}),
			...(pictures.length ? { imageUrls: pictures } : {}),
		},
	};
}

function readPictures(form: Form, mode: VideoMode, limits?: PictureLimits): Picture[] {
	if (mode === 'text2video') return [];
	if (mode === 'img2video') return [form.picture('image', limits)];
	if (mode === 'startend2video') {
		return [form.picture('start', limits), form.picture('end', limits)];
	}
	const pictures = form.pictures('images', limits);
	if (pictures.length >= 2) return pictures;
	throw inputFailure(
		`'Reference Images' needs at least 2 images, but it has ${pictures.length}`,
		"Add images to 'Reference Images', or set 'Mode' to 'Image to Video' for a single image.",
	);
}
