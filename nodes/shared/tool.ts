import { NodeConnectionTypes, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';

import type { Endpoint } from '../../fotor/api/endpoints';
import { Failure, toFailure } from '../../fotor/failure';
import type { Body, BodyValue } from '../../fotor/image/picture';
import { runJobs, type Job } from '../../fotor/run';
import { Form } from './form';
import { MAX_WAIT } from './resultFields';
import { readExtraFields, readSettings } from './settings';

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
	/** Default of 'Maximum Wait Time', s. */
	maxWaitTime?: number;
	/** Turns one item's form into a request. Throws a Failure for a value that can't be used. */
	request: (form: Form) => ToolRequest;
	/** What to do when Fotor has no such path, where the tool knows more than the engine. */
	notFoundAdvice?: (path: string) => string;
}

/** Drawn for this package; the path is relative to a node's own folder. */
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
 * Runs a tool for all incoming items: every form is read and checked before the first request.
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
		const form = new Form(context, itemIndex);
		const { body, endpoint = tool.endpoint, path = endpoint.path } = tool.request(form);
		return {
			itemIndex,
			endpoint,
			notFoundAdvice: tool.notFoundAdvice,
			path,
			body: { ...body, ...(readExtraFields(form) as Record<string, BodyValue>) },
			settings: readSettings(form, tool.maxWaitTime ?? MAX_WAIT.picture),
		};
	} catch (thrown) {
		return toFailure(thrown);
	}
}
