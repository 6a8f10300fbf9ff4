import type { IExecuteFunctions } from 'n8n-workflow';

import { givesMany, whyHeld, whyUnpaired } from '../../../fotor/release/host';

/** An execution that can release its worker while it waits, because n8n saves it in the database. */
const execution = (more: object = {}, workflow: object = { id: 'w' }) =>
	({
		getNode: () => ({ name: 'Tool', type: 'n8n-nodes-fotor.fotorUpscaler' }),
		getMode: () => 'trigger',
		getWorkflow: () => workflow,
		getExecutionId: () => '1',
		getExecutionCancelSignal: () => new AbortController().signal,
		...more,
	}) as unknown as IExecuteFunctions;

const subWorkflow = (parents: object[], items = 2) =>
	execution({
		getMode: () => 'integrated',
		getParentNodes: () => parents,
		evaluateExpression: () => items,
	});
const START = { name: 'Start', type: 'n8n-nodes-base.executeWorkflowTrigger' };

describe('the worker is held', () => {
	it.each<[string, IExecuteFunctions, RegExp, boolean?]>([
		['for an agent', execution({ isToolExecution: () => true }), /an agent is waiting/],
		['by an n8n version that loses waiting executions', execution(), /this version of n8n/, false],
		[
			'without a cancel signal',
			execution({ getExecutionCancelSignal: () => undefined }),
			/this kind/,
		],
		[
			'by an engine without cancel signals',
			execution({ getExecutionCancelSignal: undefined }),
			/this kind/,
		],
		['in a workflow that is not saved', execution({}, {}), /this kind/],
		['in an execution that is not saved', execution({ getExecutionId: () => '' }), /this kind/],
		['for a chat', execution({ getMode: () => 'chat' }), /this kind/],
		[
			'in a sub-workflow that is called once per item',
			subWorkflow([START], 1),
			/called with one item/,
		],
		['in a sub-workflow that has no sub-workflow trigger', subWorkflow([]), /called with one item/],
	])('%s', (_, context, why, keepsParents = true) => {
		expect(whyHeld(context, keepsParents)).toMatch(why);
	});

	it('in no other case', () => {
		expect(whyHeld(execution(), true)).toBeUndefined();
		expect(whyHeld(subWorkflow([{ name: 'If', type: 'if' }, START]), true)).toBeUndefined();
	});
});

describe('items that n8n could not pair', () => {
	const jobs = [{ itemIndex: 0 }, { itemIndex: 1 }];

	it('have several files or several images', () => {
		const path = '/v1/aiart/imgupscale';
		expect(whyUnpaired(jobs, [{ path }])).toBeUndefined();
		expect(whyUnpaired([{ itemIndex: 0, file: 'a' }], [{ path }])).toMatch(/several files/);
		expect(whyUnpaired([{ itemIndex: 1 }], [{ path }])).toMatch(/several files/);
		expect(whyUnpaired(jobs, [{ path: '/v1/aiart/avatar/' }])).toMatch(/several images/);
	});

	it.each([
		['avatar', true],
		['/v1/aiart/ecommercelistingset?x=1', true],
		['img2img', false],
		['', false],
	])('"%s" returns several images: %p', (type, gives) => {
		expect(givesMany(type)).toBe(gives);
	});
});
