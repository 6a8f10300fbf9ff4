import type { IExecuteFunctions } from 'n8n-workflow';

import { TaskMemory } from '../../../fotor/task/memory';

/** The parts of a node's context that the memory uses; `store` is what n8n saves with the execution. */
function context(store: Record<string, unknown>, run = 0, execution = '1'): IExecuteFunctions {
	return {
		getContext: () => store,
		getWorkflowDataProxy: () => ({ $runIndex: run }),
		getExecutionId: () => execution,
	} as unknown as IExecuteFunctions;
}

const asked = { baseUrl: 'https://x', path: '/v1/aiart/replacer', body: { content: 'a boat' } };

describe('what is known of paid tasks', () => {
	it('is found again by the next try, also after n8n has stored and loaded it', () => {
		const store: Record<string, unknown> = {};
		const first = new TaskMemory(context(store));
		first.remember(first.key(0, asked), 't1', 5);
		const loaded = JSON.parse(JSON.stringify(store)) as Record<string, unknown>;
		const second = new TaskMemory(context(loaded, 0, '2'));
		expect(second.task(second.key(0, asked))).toEqual({ taskId: 't1', submittedAt: 5 });
		expect(second.taskIds()).toEqual(['t1']);
	});

	it('belongs to the item, the tool, the account and what the user gave', () => {
		const memory = new TaskMemory(context({}));
		const keys = [
			memory.key(0, asked),
			memory.key(1, asked),
			memory.key(0, { ...asked, path: '/v1/aiart/text2img' }),
			memory.key(0, { ...asked, baseUrl: 'https://y' }),
			memory.key(0, { ...asked, body: { content: 'a ship' } }),
		];
		expect(new Set(keys).size).toBe(5);
		expect(memory.key(0, { ...asked })).toBe(keys[0]);
	});

	it('is gone in the next round of a loop', () => {
		const store = {};
		const first = new TaskMemory(context(store, 0));
		first.remember(first.key(0, asked), 't1', 5);
		const next = new TaskMemory(context(store, 1));
		expect(next.task(next.key(0, asked))).toBeUndefined();
		expect(next.taskIds()).toEqual([]);
	});

	it('holds nothing of what the user typed', () => {
		const store = {};
		const memory = new TaskMemory(context(store));
		memory.remember(memory.key(0, asked), 't1', 5);
		expect(JSON.stringify(store)).not.toContain('boat');
	});

	it('is forgotten for a task that ended without a result', () => {
		const memory = new TaskMemory(context({}));
		const key = memory.key(0, asked);
		memory.remember(key, 't1', 5);
		memory.forget(key);
		expect(memory.task(key)).toBeUndefined();
		expect(memory.taskIds()).toEqual([]);
	});
});

describe('a submission whose answer was lost', () => {
	it('is uncertain in the same execution only', () => {
		const store = {};
		const first = new TaskMemory(context(store, 0, '1'));
		const key = first.key(0, asked);
		first.rememberUncertain(key);
		expect(first.isUncertain(key)).toBe(true);
		expect(first.task(key)).toBeUndefined();
		expect(first.taskIds()).toEqual([]);
		expect(new TaskMemory(context(store, 0, '1')).isUncertain(key)).toBe(true);
		expect(new TaskMemory(context(store, 0, '2')).isUncertain(key)).toBe(false);
	});
});
