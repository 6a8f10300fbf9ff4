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
import { searchResult } from '../shared/locator';
import { promptField } from '../shared/promptField';
import { MAX_WAIT, resultFields } from '../shared/resultFields';
import { ICON, runTool, TOOL_NODE, type ToolRequest } from '../shared/tool';
import { toolDescriptions } from '../shared/toolDescription';
import { AUDIO_PROMPT, MODE_NAMES, MODEL_FIELDS, PICTURE_FIELDS, VIDEO_FIELDS } from './fields';

const ENDPOINT_OF = {
	text2video: ENDPOINTS.textToVideo,
	img2video: ENDPOINTS.imageToVideo,
	startend2video: ENDPOINTS.startEndToVideo,
	character2video: ENDPOINTS.characterToVideo,
};

const FIELDS: INodeProperties[] = [
	...toolDescriptions(
		'Make a video from a prompt, and from images if wanted, with a chosen AI model',
	),
	actionField('Generate video'),
	...MODEL_FIELDS,
	...PICTURE_FIELDS,
	promptField({
		description: 'What happens in the video',
		placeholder: 'e.g. slow camera move towards the house, leaves in the wind',
	}),
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
		icon: ICON,
		defaults: { name: 'Fotor Video Generator' },
		usableAsTool: true,
		subtitle: '={{ $parameter["model"]["value"] || $parameter["model"] }}',
		description:
			'Make a short video with a chosen AI model, from a prompt alone or with pictures. Returns the video (mp4) and its address; takes minutes.',
		properties: FIELDS,
	};

	methods = {
		listSearch: {
			async searchModels(
				this: ILoadOptionsFunctions,
				filter?: string,
			): Promise<INodeListSearchResult> {
				const mode = this.getCurrentNodeParameter('mode') as VideoMode;
				const models = videoModelsFor(mode).map(({ id, model }) => ({ id, name: model.name }));
				return searchResult(models, filter);
			},
		},
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runTool(this, { endpoint: ENDPOINTS.textToVideo, fields: FIELDS, request });
	}
}

/** API reference, section 19, Video generation. The official SDK always sends `scenes: 'normal'`. */
function request(form: Form): ToolRequest {
	const mode = form.text('mode') as VideoMode;
	const endpoint = ENDPOINT_OF[mode];
	if (!endpoint) {
		throw inputFailure(
			`'Mode' has an unknown value: ${mode}`,
			`Use one of: ${Object.keys(ENDPOINT_OF).join(', ')}.`,
		);
	}
	const model = form.text('model');
	const pictures = readPictures(form, mode, videoInputLimits(mode, model));
	const duration = form.number('duration');
	const resolution = form.text('resolution');
	// The form has no ratio for a start and end image, but the SDK sends its default.
	const ratio = mode === 'startend2video' ? undefined : form.text('aspectRatio');
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
		`'Reference Images' has ${pictures.length} of at least 2 pictures`,
		"Add pictures to 'Reference Images', or set 'Mode' to 'Image to Video' for a single one.",
	);
}
