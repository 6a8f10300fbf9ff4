import type { INodeParameters } from 'n8n-workflow';
import { PACKAGE_NAME } from '../../harness/n8n/package';
import type { WorkflowDefinition } from '../../harness/n8n/rest';
import { fotorChain, type ChainNode } from '../../harness/n8n/workflows';
import type { Sandbox } from '../../sandbox';

/** A case in the crash test: a workflow, and the moment at which n8n is killed. */
export interface Cell {
	moment: string;
	/** API path to which the workflow's tool submits its task. Each cell uses a different path. */
	path: string;
	workflow: WorkflowDefinition;
	/** True to start the workflow early enough for its sub-execution to wake up before the kill. */
	isEarly?: boolean;
	/** The request that the sandbox stalls to hold the workflow at this moment. */
	stalls?: 'poll' | 'download';
	/** Outcomes that docs/waiting.md allows after the crash. */
	left: Left[];
	/** More outcomes that docs/waiting.md allows in queue mode. */
	leftInQueueMode?: Left[];
}

export interface Left {
	/** Tasks that Fotor has accepted. */
	paid: number;
	/** Status of the execution, and of its sub-execution if it has one. */
	execution: string;
	child?: string;
	/** Status of the output item, followed by ' + file' if the item has its file. */
	result?: string;
	/** The executions whose saved data contains the task ID. */
	named: string[];
}

const BOTH = ['execution', 'sub-execution'];
/** The wait ends as if n8n had not been killed. */
const DELIVERED: Left = {
	paid: 1,
	execution: 'success',
	child: 'success',
	result: 'completed + file',
	named: BOTH,
};
/** The wait is cut short: the item has the task ID and a notice. */
const CUT_SHORT: Left = { ...DELIVERED, child: 'crashed', result: 'inProgress' };
/** n8n gave up on both executions because their worker was gone. */
const GIVEN_UP: Left = { paid: 1, execution: 'crashed', child: 'crashed', named: BOTH };
/** n8n had started the sub-execution, but had not recorded that the execution was waiting for it. */
const CHILD_ONLY: Left = {
	paid: 1,
	execution: 'crashed',
	child: 'success',
	named: ['sub-execution'],
};
/** Like `CHILD_ONLY`, but n8n was killed before it put the sub-execution to sleep. */
const CHILD_LOST: Left = { ...CHILD_ONLY, child: 'crashed' };
/** Like `CHILD_LOST`, but n8n had not logged the start of the sub-execution either, so it doesn't notice the crash. */
const CHILD_UNNOTICED: Left = { ...CHILD_ONLY, child: 'running' };
/** The wait ended in the worker, as it would have without the crash. */
const HELD: Left = {
	paid: 1,
	execution: 'success',
	result: 'completed + file',
	named: ['execution'],
};
/** Outcomes of a cell if all processes that work on it survive. */
export const UNHARMED: Left[] = [DELIVERED, HELD];
/** n8n has saved nothing from the node, just as with 'Hold the Execution'. */
const GONE: Left = { paid: 1, execution: 'crashed', named: [] };

export const TOOL = 'Tool';

/**
 * Task durations in ms by submission path. They are long enough for every cell to reach the moment at which n8n is
 * killed.
 */
export const DURATIONS = {
	'/v1/aiart/imgupscale': 100_000,
	'/v1/aiart/retouchskin': 45_000,
	'*': 30_000,
};

interface Context {
	sandbox: Sandbox;
	credential: { id: string; name: string };
}

export function cells({ sandbox, credential }: Context): Cell[] {
	const tool = (node: string, options: INodeParameters = {}): ChainNode => ({
		name: TOOL,
		type: `${PACKAGE_NAME}.${node}`,
		typeVersion: 1,
		parameters: {
			imageSource: 'url',
			imageUrl: `${sandbox.url}/samples/portrait.jpg`,
			options: { whileWaiting: 'release', ...options },
		},
		credentials: { fotorApi: credential },
	});
	const pause: ChainNode = {
		name: 'Pause',
		type: 'n8n-nodes-base.wait',
		typeVersion: 1.1,
		parameters: { resume: 'timeInterval', amount: 60, unit: 'seconds' },
		webhookId: '5f1d2c3b-0000-4000-8000-000000000001',
	};
	return [
		{
			moment: 'while the sub-execution polls',
			left: [CUT_SHORT],
			path: '/v1/aiart/colorize',
			workflow: fotorChain(tool('fotorColorize')),
			isEarly: true,
			stalls: 'poll',
			leftInQueueMode: [GIVEN_UP],
		},
		{
			moment: 'while the sub-execution fetches the file',
			left: [CUT_SHORT],
			path: '/v1/aiart/restoration',
			workflow: fotorChain(tool('fotorRestoration')),
			isEarly: true,
			stalls: 'download',
			leftInQueueMode: [GIVEN_UP],
		},
		{
			moment: 'while the sub-execution sleeps',
			left: [DELIVERED],
			path: '/v1/aiart/imgupscale',
			workflow: fotorChain(tool('fotorUpscaler')),
			// By the time of the kill, the sub-execution has made its first status check and is asleep again.
			isEarly: true,
		},
		{
			moment: 'before the tool submits its task',
			left: [{ ...GONE, paid: 0 }],
			path: '/v1/aiart/img2img',
			workflow: fotorChain(pause, tool('fotorImageToImage')),
		},
		{
			moment: 'after the tool has submitted its task but before the handover',
			left: [GONE],
			path: '/v1/aiart/retouchskin',
			// With this limit, too little time is left to release the worker.
			workflow: fotorChain(tool('fotorSkinRetouch', { maxWaitTime: 60 })),
		},
		{
			moment: 'at the handover',
			left: [DELIVERED, CHILD_ONLY, CHILD_LOST],
			leftInQueueMode: [CHILD_UNNOTICED],
			path: '/v1/aiart/backgroundremover',
			workflow: fotorChain(tool('fotorBackgroundRemover')),
		},
	];
}
