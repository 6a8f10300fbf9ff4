import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';

import { passThrough } from '../../harness/engine/workflow';

/** Parameters the stand-ins read. n8n drops parameters that a node does not describe. */
const FIELDS = [
	...['conditions', 'assignments', 'options', 'includeOtherFields'],
	...['url', 'authentication', 'nodeCredentialType'],
];

/**
 * Stand-ins for n8n's own nodes in the workflows in docs/recipes.md, keyed by node type. Each does only what the recipe
 * needs from the real node (n8n-nodes-base in n8n 2.41 and 1.123). Triggers pass on the test's items.
 */
export const builtIns: Record<string, INodeType> = {
	rabbitmqTrigger: { ...passThrough('rabbitmqTrigger', []), trigger: () => Promise.resolve({}) },
	formTrigger: passThrough('formTrigger', []),
	executeWorkflowTrigger: passThrough('executeWorkflowTrigger', []),
	set: standIn('set', editFields),
	/** Send and Wait: returns the first item's `answer`. If it has none, the wait times out and the items continue. */
	emailSend: standIn('emailSend', (context) => {
		const items = context.getInputData();
		const approved = items[0]?.json.answer;
		return [approved === undefined ? items : [{ json: { data: { approved } } }]];
	}),
	if: standIn('if', (context) => {
		const sorted: INodeExecutionData[][] = [[], []];
		context.getInputData().forEach((item, index) => {
			const value = context.getNodeParameter('conditions.conditions[0].leftValue', index);
			sorted[value === true ? 0 : 1]?.push(item);
		});
		return sorted;
	}),
	httpRequest: standIn('httpRequest', async (context) => {
		const [url = '', authentication, credential = ''] = [
			'url',
			'authentication',
			'nodeCredentialType',
		].map((name) => context.getNodeParameter(name, 0) as string);
		if (authentication !== 'predefinedCredentialType') throw new Error('No credential type');
		const options = { url, method: 'GET' } as const;
		const json = (await context.helpers.httpRequestWithAuthentication.call(
			context,
			credential,
			options,
		)) as IDataObject;
		return [[{ json }]];
	}),
};

/** Edit Fields 3.4 or later: keeps files if 'Include Other Input Fields' is on and 'Strip Binary Data' is off. */
function editFields(context: IExecuteFunctions): INodeExecutionData[][] {
	const items = context.getInputData().map(({ json, binary }, item) => {
		const keeps = context.getNodeParameter('includeOtherFields', item, false) === true;
		const strips = context.getNodeParameter('options.stripBinary', item, false) === true;
		const fields = context.getNodeParameter('assignments.assignments', item) as {
			name: string;
			value: string;
		}[];
		const added = Object.fromEntries(fields.map(({ name, value }) => [name, value]));
		return {
			json: keeps ? { ...json, ...added } : added,
			...(keeps && !strips && binary ? { binary: { ...binary } } : {}),
			pairedItem: { item },
		};
	});
	return [items];
}

type Execute = (
	context: IExecuteFunctions,
) => INodeExecutionData[][] | Promise<INodeExecutionData[][]>;

function standIn(name: string, execute: Execute): INodeType {
	const node = passThrough(name, ['main']);
	const outputs: INodeTypeDescription['outputs'] = name === 'if' ? ['main', 'main'] : ['main'];
	const properties = FIELDS.map((field) => ({
		displayName: field,
		name: field,
		type: 'json' as const,
		default: {},
	}));
	return {
		description: { ...node.description, outputs, properties, version: [1, 2.1, 2.2, 3.4, 4.2] },
		async execute() {
			return await execute(this);
		},
	};
}
