import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeProperties,
} from 'n8n-workflow';

import type { Endpoint } from '../../fotor/api/endpoints';
import type { Body } from '../../fotor/image/picture';
import { runJobs, type Job, type MaskPreview, type RefusedJob } from '../../fotor/run';
import { Form } from './form';
import { inputFields } from './inputFields';
import { refused } from './refused';
import { nameResults } from './resultNames';
import { readSettings } from './settings';

export interface ToolRequest {
	/** Without the user's extra fields. */
	body: Body;
	/** Default: the endpoint's path. */
	path?: string;
	/** Default: the tool's endpoint. */
	endpoint?: Endpoint;
	/** What a dry run shows as files. */
	preview?: MaskPreview;
}

/** What makes one Fotor tool different from the others. */
export interface Tool {
	endpoint: Endpoint;
	/** The node's `properties`. */
	fields: INodeProperties[];
	/** The image that may be several files, one task each. Default: `image`, where the form has it. */
	mainImage?: string;
	/** Turns one item's form into a request. Throws a Failure for a value that can't be used. */
	request: (form: Form) => ToolRequest;
	/** The body's field with the image that names the result. Default: the first image. */
	namedAfter?: string;
	/** Advice for a 404, in place of the engine's. */
	notFoundAdvice?: (path: string) => string;
}

/** The icon of a node, by its file's name in icons/. Relative to the node's own folder. */
export function icon(name: string) {
	return {
		light: `file:../../icons/${name}.svg`,
		dark: `file:../../icons/${name}.dark.svg`,
	} as const;
}

/** n8n's node panel shows one entry for the Fotor node and the trigger, with the description of one of them. */
export const FOTOR_DESCRIPTION =
	'Collect results of Fotor tasks, start a workflow when one ends, and check your tokens';

/** What the descriptions of all tools share. */
export const TOOL_NODE = {
	group: ['transform' as const],
	version: 1,
	inputs: [NodeConnectionTypes.Main],
	outputs: [NodeConnectionTypes.Main],
	credentials: [{ name: 'fotorApi', required: true }],
	waitingNodeTooltip:
		'Fotor is still working. Until it finishes, n8n holds no worker, checks about once a minute, and continues automatically.',
};

/**
 * Runs a tool for all incoming items. Every form is read and checked before the first request.
 * @throws NodeOperationError with the item's number, unless the node continues on fail
 */
export async function runTool(
	context: IExecuteFunctions,
	tool: Tool,
): Promise<INodeExecutionData[][]> {
	const items = context.getInputData();
	const entries = items.map((_, itemIndex) => readItem(context, itemIndex, tool));
	nameResults(entries, tool.endpoint.slug, tool.namedAfter);
	return [await runJobs(context, entries)];
}

/** The item's job, or one per file where the field of the main image names several. */
function readItem(
	context: IExecuteFunctions,
	itemIndex: number,
	tool: Tool,
): Array<Job | RefusedJob> {
	const { fields, mainImage: image = 'image' } = tool;
	const form = new Form(context, itemIndex, fields);
	try {
		const names = form.severalFiles(image);
		if (!names) return [readJob(form, tool)];
		return names.map((file) => {
			try {
				return { ...readJob(new Form(context, itemIndex, fields, { image, file }), tool), file };
			} catch (thrown) {
				return refused(form, thrown, file);
			}
		});
	} catch (thrown) {
		return [refused(form, thrown)];
	}
}

/** @throws Failure when a value can't be used */
function readJob(form: Form, tool: Tool): Job {
	const { body, preview, endpoint = tool.endpoint, path = endpoint.path } = tool.request(form);
	return {
		kind: 'task',
		itemIndex: form.itemIndex,
		endpoint,
		notFoundAdvice: tool.notFoundAdvice,
		path,
		body: { ...body, ...(form.options.json('extraBodyFields') as Body) },
		settings: readSettings(form),
		inputFields: inputFields(form),
		preview,
	};
}
