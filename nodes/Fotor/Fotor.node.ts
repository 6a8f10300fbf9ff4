import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';

import { inputFailure, toFailure, type Failure } from '../../fotor/failure';
import { runJobs, type FreeJob, type Job } from '../../fotor/run';
import { Form } from '../shared/form';
import { ICON, TOOL_NODE } from '../shared/tool';
import { createTemporaryToken, getBalance, getRechargeLinks } from './account';
import { FIELDS } from './fields';
import { getTask, submitTask, waitForTask } from './task';

type Operation = (form: Form) => Job | FreeJob;

const OPERATIONS: Record<string, Operation | undefined> = {
	'account:createTemporaryToken': createTemporaryToken,
	'account:getBalance': getBalance,
	'account:getRechargeLinks': getRechargeLinks,
	'task:get': getTask,
	'task:submit': submitTask,
	'task:wait': waitForTask,
};

export class Fotor implements INodeType {
	description: INodeTypeDescription = {
		...TOOL_NODE,
		displayName: 'Fotor',
		name: 'fotor',
		icon: ICON,
		defaults: { name: 'Fotor' },
		usableAsTool: true,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description:
			'Look at Fotor tasks, wait for them and collect their results, submit any task, and read the token balance of the account',
		properties: FIELDS,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const jobs = this.getInputData().map((_, itemIndex) =>
			readJob(new Form(this, itemIndex, FIELDS)),
		);
		return [await runJobs(this, jobs)];
	}
}

function readJob(form: Form): Job | FreeJob | Failure {
	try {
		const operation = `${form.text('resource')}:${form.text('operation')}`;
		return OPERATIONS[operation]?.(form) ?? noSuchOperation(operation);
	} catch (thrown) {
		return toFailure(thrown);
	}
}

// Happens when the user chose "Custom API Call", which n8n adds to both lists.
function noSuchOperation(operation: string): Failure {
	return inputFailure(
		`The node has no operation '${operation}'`,
		"Choose a 'Resource' and an 'Operation' from the lists. For a call that the node does not offer use Task → Submit, or the HTTP Request node with the Fotor API credential.",
	);
}
