import type { IExecuteFunctions } from 'n8n-workflow';

import { TaskMemory } from '../../../fotor/task/memory';

interface Situation {
	run?: number;
	/** Values of the node's fields. */
	parameters?: object;
	/** The node's type. Tool types end in "Tool". */
	type?: string;
}

/** The parts of a node's context that the memory uses. `store` is what n8n saves with the execution. */
function context(
	store: Record<string, unknown>,
	{ run = 0, parameters = {}, type = 'fotorAiReplace' }: Situation = {},
): IExecuteFunctions {
	return {
		getContext: () => store,
		getWorkflowDataProxy: () => ({ $runIndex: run }),
		getNode: () => ({ type, parameters }),
	} as unknown as IExecuteFunctions;
}

const paid = (taskId: string) => ({ taskId, submittedAt: 5 });

const request = { baseUrl: 'https://x', path: '/v1/aiart/replacer', body: { content: 'a boat' } };

describe('what is known about paid tasks', () => {
	it('is found by the next attempt, even after n8n has stored and loaded it', () => {
		const store: Record<string, unknown> = {};
		const first = new TaskMemory(context(store));
		first.remember(first.key(0, request), paid('t1'));
		const loaded = JSON.parse(JSON.stringify(store)) as Record<string, unknown>;
		const second = new TaskMemory(context(loaded));
		expect(second.task(second.key(0, request))).toMatchObject(paid('t1'));
		expect(second.taskIds()).toEqual(['t1']);
	});

	it('is specific to the item, the tool, the account and the input', () => {
		const memory = new TaskMemory(context({}));
		const keys = [
			memory.key(0, request),
			memory.key(1, request),
			memory.key(0, { ...request, path: '/v1/aiart/text2img' }),
			memory.key(0, { ...request, baseUrl: 'https://y' }),
			memory.key(0, { ...request, body: { content: 'a ship' } }),
		];
		expect(new Set(keys).size).toBe(5);
		expect(memory.key(0, { ...request })).toBe(keys[0]);
	});

	it('is gone in the next round of a loop', () => {
		const store = {};
		const first = new TaskMemory(context(store, { run: 0 }));
		first.remember(first.key(0, request), paid('t1'));
		const next = new TaskMemory(context(store, { run: 1 }));
		expect(next.task(next.key(0, request))).toBeUndefined();
		expect(next.taskIds()).toEqual([]);
	});

	it('contains nothing that the user typed', () => {
		const store = {};
		const memory = new TaskMemory(context(store));
		memory.remember(memory.key(0, request), paid('t1'));
		expect(JSON.stringify(store)).not.toContain('boat');
	});

	it('is forgotten for a task that ended without a result', () => {
		const memory = new TaskMemory(context({}));
		const key = memory.key(0, request);
		memory.remember(key, paid('t1'));
		memory.forget(key);
		expect(memory.task(key)).toBeUndefined();
		expect(memory.taskIds()).toEqual([]);
	});
});

describe('an item whose request or fields differ on the next attempt', () => {
	const other = { ...request, body: { content: 'a ship at 10:01' } };
	const tried = (parameters: object) => {
		const store = {};
		const memory = new TaskMemory(context(store, { parameters }));
		memory.remember(memory.key(0, request), paid('t1'));
		return store;
	};

	it('finds its task if the fields are the same and only the value of an expression changed', () => {
		const parameters = { prompt: '={{ $now }}' };
		const memory = new TaskMemory(context(tried(parameters), { parameters }));
		expect(memory.task(memory.key(0, other))).toMatchObject(paid('t1'));
		expect(memory.task(memory.key(1, other))).toBeUndefined();
	});

	it('pays again if the user changed the fields, and names the earlier task', () => {
		const store = tried({ prompt: 'a boat' });
		const memory = new TaskMemory(context(store, { parameters: { prompt: 'a ship' } }));
		const key = memory.key(0, other);
		expect(memory.task(key)).toBeUndefined();
		expect(memory.earlierTaskIds(0)).toEqual(['t1']);
		memory.remember(key, paid('t2'));
		expect(memory.task(key)).toMatchObject(paid('t2'));
		expect(memory.taskIds()).toEqual(['t1', 't2']);
	});

	it('finds its task if a changed field did not change the request', () => {
		const store = tried({ maxWaitTime: 5 });
		const memory = new TaskMemory(context(store, { parameters: { maxWaitTime: 60 } }));
		expect(memory.task(memory.key(0, request))).toMatchObject(paid('t1'));
	});
});

describe('a submission with an unclear outcome', () => {
	it('stays uncertain, even when the execution is retried', () => {
		const store = {};
		const first = new TaskMemory(context(store));
		const key = first.key(0, request);
		first.rememberUncertain(key);
		expect(first.isUncertain(key)).toBe(true);
		expect(first.task(key)).toBeUndefined();
		expect(first.taskIds()).toEqual([]);
		const later = new TaskMemory(context(JSON.parse(JSON.stringify(store)) as typeof store));
		expect(later.isUncertain(key)).toBe(true);
		expect(later.unansweredSlots()).toEqual(['0']);
	});
});

describe('calls by an agent whose host counts every attempt as a run', () => {
	const call = (store: object, run: number) =>
		new TaskMemory(context(store as never, { run, type: 'fotorAiReplaceTool' }));

	it("an attempt takes over the previous attempt's task", () => {
		const store = {};
		const first = call(store, 0);
		first.remember(first.key(0, request), paid('t1'));
		first.release();
		const second = call(store, 1);
		expect(second.task(second.key(0, request))).toMatchObject(paid('t1'));
	});

	it('the next call with the same arguments pays again once the result has been delivered', () => {
		const store = {};
		const first = call(store, 0);
		const key = first.key(0, request);
		first.remember(key, paid('t1'));
		first.delivered(key);
		first.release();
		expect(call(store, 1).task(key)).toBeUndefined();
	});

	it('parallel calls keep their records separate', () => {
		const store = {};
		const [a, b] = [call(store, 0), call(store, 1)];
		const key = a.key(0, request);
		expect([a.task(key), b.task(key)]).toEqual([undefined, undefined]);
		a.remember(key, paid('t1'));
		b.remember(key, paid('t2'));
		expect(a.taskIds()).toEqual(['t1', 't2']);
		a.release();
		b.release();
		const [c, d] = [call(store, 2), call(store, 3)];
		expect([c.task(key)?.taskId, d.task(key)?.taskId]).toEqual(['t1', 't2']);
		d.delivered(key);
		expect(c.taskIds()).toEqual(['t1']);
	});

	it("a call's task is kept if the call ends while another one is still running", () => {
		const store = {};
		const [x, b] = [call(store, 0), call(store, 1)];
		const key = x.key(0, request);
		x.remember(key, paid('t1'));
		expect(b.task(key)).toBeUndefined();
		x.release();
		b.remember(key, paid('t2'));
		b.delivered(key);
		b.release();
		expect(call(store, 2).task(key)).toMatchObject(paid('t1'));
	});

	it('without an execution, the memory lasts for one call only', () => {
		const memory = new TaskMemory({
			...context({}, { type: 'fotorAiReplaceTool' }),
			getContext: () => {
				throw new Error('`executionData` is not initialized');
			},
		} as never);
		const key = memory.key(0, request);
		memory.remember(key, paid('t1'));
		expect(memory.task(key)).toMatchObject(paid('t1'));
	});
});
