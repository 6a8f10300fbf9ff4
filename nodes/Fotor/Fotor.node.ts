import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	NodeHint,
} from 'n8n-workflow';

import { Failure, inputFailure, toFailure } from '../../fotor/failure';
import { checkReleased } from '../../fotor/release/check';
import { readRun } from '../../fotor/release/state';
import { runJobs, type FreeJob, type Job, type RefusedJob } from '../../fotor/run';
import { Form } from '../shared/form';
import { refused } from '../shared/refused';
import { FOTOR_DESCRIPTION, icon, TOOL_NODE } from '../shared/tool';
import { toolForm } from '../shared/toolForm';
import { createTemporaryToken, getBalance, getRechargeLinks } from './account';
import { getModels, getStyles } from './catalog';
import { FIELDS } from './fields';
import { SUBTITLE } from './subtitle';
import { getTask, submitTask, waitForTask } from './task';

type Operation = (form: Form) => Job | FreeJob;

const OPERATIONS: Record<string, Operation | undefined> = {
	'account:createTemporaryToken': createTemporaryToken,
	'account:getBalance': getBalance,
	'account:getRechargeLinks': getRechargeLinks,
	'catalog:getModels': getModels,
	'catalog:getStyles': getStyles,
	'task:get': getTask,
	'task:submit': submitTask,
	'task:wait': waitForTask,
};

const MODEL_PRICES: NodeHint = {
	message: "Free. Fotor doesn't publish what the models cost, so 'tokens' is null.",
	type: 'info',
	location: 'outputPane',
	whenToDisplay: 'always',
	displayCondition:
		'={{ $parameter["resource"] === "catalog" && $parameter["operation"] === "getModels" }}',
};

export class Fotor implements INodeType {
	description: INodeTypeDescription = {
		...TOOL_NODE,
		displayName: 'Fotor',
		name: 'fotor',
		icon: icon('fotor'),
		defaults: { name: 'Fotor' },
		usableAsTool: true,
		subtitle: SUBTITLE,
		hints: [MODEL_PRICES],
		description: FOTOR_DESCRIPTION,
		builderHint: {
			searchHint:
				'Reads, waits for and submits Fotor tasks, looks up styles and models, and reads the token balance. Use it to collect results by task ID.',
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-fotor.fotorTrigger',
					relationHint: 'Starts a workflow when a task is finished',
				},
				{ nodeType: 'n8n-nodes-fotor.fotorUpscaler', relationHint: 'Enlarges the result' },
			],
		},
		properties: toolForm(FIELDS),
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const released = readRun(this.getNodeParameter('released', 0, ''));
		if (released) return [await checkReleased(this, released)];
		const jobs = this.getInputData().map((_, itemIndex) => {
			const form = new Form(this, itemIndex, FIELDS);
			const job = readJob(form);
			return job instanceof Failure ? (refusedTask(form, job) ?? job) : job;
		});
		return [await runJobs(this, jobs)];
	}
}

function readJob(form: Form): Job | FreeJob | Failure {
	try {
		if ([form.value('resource'), form.value('operation')].includes(CUSTOM_CALL))
			return customCall();
		const resource = form.option('resource');
		const operation = `${resource}:${form.option('operation', { resource })}`;
		return OPERATIONS[operation]?.(form) ?? customCall();
	} catch (thrown) {
		return toFailure(thrown);
	}
}

/**
 * The refused job for an item whose form can't be used, with the fields of the input item. Undefined for operations
 * that neither submit a task nor wait for one. Only Submit has the 'Dry Run' option.
 */
function refusedTask(form: Form, failure: Failure): RefusedJob[] | undefined {
	try {
		const operation = form.value('operation');
		if (operation === 'submit') return [refused(form, failure)];
		return operation === 'wait' ? [{ ...refused(form, failure), dryRun: false }] : undefined;
	} catch {
		return undefined;
	}
}

/** Value of the "Custom API Call" entry, which n8n adds to the lists of resources and operations. */
const CUSTOM_CALL = '__CUSTOM_API_CALL__';

function customCall(): Failure {
	return inputFailure(
		"This node doesn't support custom API calls",
		"Choose a 'Resource' and an 'Operation' from the lists. For other calls, use Task → Submit, or the HTTP Request node with the Fotor API credential.",
	);
}
