import type { INodeParameters } from 'n8n-workflow';
import { PACKAGE_NAME } from '../../harness/n8n/package';
import type { WorkflowDefinition } from '../../harness/n8n/rest';
import { fotorChain, type ChainNode } from '../../harness/n8n/workflows';
import type { Sandbox } from '../../sandbox';

/** A moment at which n8n is killed, and the workflow that is in it then. */
export interface Cell {
	moment: string;
	/** Submission path of its tool; each cell has its own. */
	path: string;
	workflow: WorkflowDefinition;
	/** Started this long before the kill at the latest: its sub-execution has woken up by then. */
	isEarly?: boolean;
	/** What keeps it in its moment. */
	stalls?: 'poll' | 'download';
}

const TOOL = 'Tool';

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
			path: '/v1/aiart/colorize',
			workflow: fotorChain(tool('fotorColorize')),
			isEarly: true,
			stalls: 'poll',
		},
		{
			moment: 'while the sub-execution fetches the file',
			path: '/v1/aiart/restoration',
			workflow: fotorChain(tool('fotorRestoration')),
			isEarly: true,
			stalls: 'download',
		},
		{
			moment: 'while it waits',
			path: '/v1/aiart/imgupscale',
			workflow: fotorChain(tool('fotorUpscaler')),
		},
		{
			moment: 'before it submits',
			path: '/v1/aiart/img2img',
			workflow: fotorChain(pause, tool('fotorImageToImage')),
		},
		{
			moment: 'after it has submitted, before the handover',
			path: '/v1/aiart/retouchskin',
			// So little time is left that the worker is held.
			workflow: fotorChain(tool('fotorSkinRetouch', { maxWaitTime: 60 })),
		},
		{
			moment: 'at the handover',
			path: '/v1/aiart/backgroundremover',
			workflow: fotorChain(tool('fotorBackgroundRemover')),
		},
	];
}

export { TOOL };
