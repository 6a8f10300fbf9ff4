import type { IExecuteFunctions } from 'n8n-workflow';

import { TaskMemory } from '../../../fotor/task/memory';

const ITEMS = 10_000;

const context = (store: object) =>
	({
		getContext: () => store,
		getWorkflowDataProxy: () => ({ $runIndex: 0 }),
		getNode: () => ({ type: 'fotorUpscaler', parameters: {} }),
	}) as unknown as IExecuteFunctions;

it('an item finds its task among thousands by reading only its own entries', () => {
	const store = {};
	const request = (body: string) => ({ baseUrl: 'https://x', path: '/v1/aiart/x', body });
	const first = new TaskMemory(context(store));
	for (let item = 0; item < ITEMS; item++) {
		expect(first.earlierTaskIds(item)).toEqual([]);
		first.remember(first.key(item, request('10:00')), { taskId: `t${item}`, submittedAt: 1 });
	}
	const loaded = JSON.parse(JSON.stringify(store)) as object;
	const start = process.cpuUsage();
	const retry = new TaskMemory(context(loaded));
	for (let item = ITEMS - 1; item >= 0; item--) {
		expect(retry.task(retry.key(item, request('10:01')))?.taskId).toBe(`t${item}`);
		expect(retry.earlierTaskIds(item)).toEqual([`t${item}`]);
	}
	// CPU time in µs, unaffected by other programs. Searching all entries would take minutes.
	expect(process.cpuUsage(start).user).toBeLessThan(10_000_000);
});
