import type {
	INode,
	INodeExecutionData,
	INodeParameters,
	INodeType,
	INodeTypeDescription,
	IRunExecutionData,
} from 'n8n-workflow';

export interface NodeSettings {
	retryOnFail?: boolean;
	maxTries?: number;
	waitBetweenTries?: number;
	onError?: INode['onError'];
	/** Default: one credential of each type. */
	credentials?: INode['credentials'];
}

/** Name of the node whose output a test checks. */
export const UNDER_TEST = 'Under Test';

/** A node that passes its input through. Without inputs, it is a trigger. */
export function passThrough(name: string, inputs: INodeTypeDescription['inputs']): INodeType {
	return {
		description: {
			displayName: name,
			name,
			group: inputs.length ? ['transform'] : ['trigger'],
			version: 1,
			description: '',
			defaults: { name },
			inputs,
			outputs: ['main'],
			properties: [],
		},
		async execute() {
			return await Promise.resolve([this.getInputData()]);
		},
	};
}

export function emptyNode(): INode {
	return { id: 'x', name: 'x', type: 'x', typeVersion: 1, position: [0, 0], parameters: {} };
}

/** A workflow that consists of a manual trigger and one node of the given type. */
export function singleNode(
	type: string,
	parameters: INodeParameters,
	settings: NodeSettings | undefined,
	credentials: string[],
) {
	const start: INode = {
		...emptyNode(),
		id: '1',
		name: 'Start',
		type: 'n8n-nodes-base.manualTrigger',
	};
	const node: INode = {
		...emptyNode(),
		id: '2',
		name: UNDER_TEST,
		type,
		parameters,
		credentials: Object.fromEntries(credentials.map((name) => [name, { id: '1', name }])),
		...settings,
	};
	return {
		nodes: [start, node],
		connections: { Start: { main: [[{ node: UNDER_TEST, type: 'main' as const, index: 0 }]] } },
	};
}

/** Run data of an execution that is about to start. */
export function firstRunData(start: INode, input: INodeExecutionData[]): IRunExecutionData {
	return {
		startData: {},
		resultData: { runData: {} },
		executionData: {
			contextData: {},
			metadata: {},
			waitingExecution: {},
			waitingExecutionSource: {},
			nodeExecutionStack: [{ node: start, data: { main: [input] }, source: null }],
		},
	} as unknown as IRunExecutionData;
}

/** Run data without a node stack or node context, as provided by hosts that run a node outside an execution. */
export function emptyRunData(): IRunExecutionData {
	return { version: 1, resultData: { runData: {} } } as unknown as IRunExecutionData;
}

/** The node as a tool, with a different name and a tool as its output. n8n's loader registers tools the same way. */
export function asTool(node: INodeType): INodeType {
	const description: INodeTypeDescription = {
		...node.description,
		name: `${node.description.name}Tool`,
		inputs: [],
		outputs: ['ai_tool'],
	};
	return Object.create(node, { description: { value: description } }) as INodeType;
}
