import type { ReleasedRun } from '../../../fotor/release/state';
import { subWorkflow } from '../../../fotor/release/subWorkflow';

const run = { tasks: [], executionId: '7' } as unknown as ReleasedRun;

test.each(['About', 'Start', 'All Finished?', 'Fotor Text to Image'])(
	'a node named "%s" keeps its name, and no other node has it',
	(name) => {
		const names = subWorkflow(run, { name }).nodes.map((node) => node.name);
		expect(names).toContain(name);
		expect(new Set(names).size).toBe(names.length);
	},
);
