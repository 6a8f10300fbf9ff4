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
	/** The request body, without the user's extra fields. */
	body: Body;
	/** Default: the endpoint's path. */
	path?: string;
	/** Default: the tool's endpoint. */
	endpoint?: Endpoint;
	/** The image and mask from which a dry run makes its preview files. */
	preview?: MaskPreview;
}

/** What makes one Fotor tool different from the others. */
export interface Tool {
	endpoint: Endpoint;
	/** The node's `properties`. */
	fields: INodeProperties[];
	/** The image whose field may name several files, with one task per file. Default: `image`, if the form has one. */
	mainImage?: string;
	/** Makes a request from one item's form. Throws a Failure if a value can't be used. */
	request: (form: Form) => ToolRequest;
	/** The body field whose image gives the result its name. Default: the first image with a name. */
	namedAfter?: string;
	/** Advice for a 404, used instead of the general advice. */
	notFoundAdvice?: (path: string) => string;
}

/** A node's icon, by its file name in icons/. The paths are relative to the node's folder. */
export function icon(name: string) {
	return {
		light: `file:../../icons/${name}.svg`,
		dark: `file:../../icons/${name}.dark.svg`,
	} as const;
}

/** n8n's node panel shows the Fotor node and the trigger as one entry, so both have the same description. */
export const FOTOR_DESCRIPTION =
	'Collect Fotor task results, start a workflow when a task ends, and check your tokens';

/** The part of the node description that all tools share. */
export const TOOL_NODE = {
	group: ['transform' as const],
	version: 1,
	inputs: [NodeConnectionTypes.Main],
	outputs: [NodeConnectionTypes.Main],
	credentials: [{ name: 'fotorApi', required: true }],
	waitingNodeTooltip:
		'Fotor is still working. n8n checks about once a minute without holding a worker, and continues automatically when Fotor finishes.',
};

/**
 * Runs a tool for all incoming items. Every form is read and checked before the first request.
 * @throws NodeOperationError with the item's number, unless the node is set to continue on fail
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

/** The item's job, or one job per file if the main image's field names several files. */
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
