import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeProperties,
} from 'n8n-workflow';

import type { Endpoint } from '../../fotor/api/endpoints';
import { toFailure, type Failure } from '../../fotor/failure';
import type { Body } from '../../fotor/image/picture';
import { runJobs, type Job } from '../../fotor/run';
import { Form } from './form';
import { readSettings } from './settings';

export interface ToolRequest {
	/** Without the user's extra fields. */
	body: Body;
	/** Default: the endpoint's path. */
	path?: string;
	/** Default: the tool's endpoint. */
	endpoint?: Endpoint;
}

/** What makes one Fotor tool different from the others. */
export interface Tool {
	endpoint: Endpoint;
	/** The node's `properties`. */
	fields: INodeProperties[];
	/** Turns one item's form into a request. Throws a Failure for a value that can't be used. */
	request: (form: Form) => ToolRequest;
	/** Advice for a 404, in place of the engine's. */
	notFoundAdvice?: (path: string) => string;
}

/** Relative to a node's own folder. */
export const ICON = {
	light: 'file:../../icons/fotor.svg',
	dark: 'file:../../icons/fotor.dark.svg',
} as const;

/** What the descriptions of all tools share. */
export const TOOL_NODE = {
	group: ['transform' as const],
	version: 1,
	inputs: [NodeConnectionTypes.Main],
	outputs: [NodeConnectionTypes.Main],
	credentials: [{ name: 'fotorApi', required: true }],
};

/**
 * Runs a tool for all incoming items. Every form is read and checked before the first request.
 * @throws NodeOperationError with the item's number, unless the node continues on fail
 */
export async function runTool(
	context: IExecuteFunctions,
	tool: Tool,
): Promise<INodeExecutionData[][]> {
	const jobs = context.getInputData().map((_, itemIndex) => readJob(context, itemIndex, tool));
	return [await runJobs(context, jobs)];
}

function readJob(context: IExecuteFunctions, itemIndex: number, tool: Tool): Job | Failure {
	try {
		const form = new Form(context, itemIndex, tool.fields);
		const { body, endpoint = tool.endpoint, path = endpoint.path } = tool.request(form);
		return {
			kind: 'task',
			itemIndex,
			endpoint,
			notFoundAdvice: tool.notFoundAdvice,
			path,
			body: { ...body, ...(form.options.json('extraBodyFields') as Body) },
			settings: readSettings(form),
		};
	} catch (thrown) {
		return toFailure(thrown);
	}
}
