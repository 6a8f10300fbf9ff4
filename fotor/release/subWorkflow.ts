import type { IConnections, INode, IWorkflowBase } from 'n8n-workflow';

import type { ReleasedRun } from './state';

/** What the sub-workflow needs to know about the node that hands over its tasks. */
export type Caller = Pick<INode, 'name' | 'credentials'>;

/**
 * The workflow that waits in place of a node. Its only Fotor node polls, sleeps in n8n's database and polls again until
 * all tasks have ended. The sub-workflow's output then becomes the output of the waiting node.
 *
 * Every node in the sub-workflow runs once before the first sleep. Otherwise, after a crash, n8n would make up an
 * output for a node that started but never finished.
 */
export function subWorkflow(
	run: ReleasedRun,
	{ name, credentials }: Caller,
): Omit<IWorkflowBase, 'id' | 'createdAt' | 'updatedAt' | 'isArchived' | 'activeVersionId'> {
	const taken = [name];
	const named = (wanted: string) => {
		const free = taken.includes(wanted) ? `${wanted} 1` : wanted;
		taken.push(free);
		return free;
	};
	const [start, finished] = [named('Start'), named('All Finished?')];
	const taskIds = run.tasks.map(({ taskId }) => taskId).join(', ');
	const nodes: INode[] = [
		node(start, 'n8n-nodes-base.executeWorkflowTrigger', 1.1, 0, { inputSource: 'passthrough' }),
		{
			...node(name, 'n8n-nodes-fotor.fotor', 1, 1, {
				resource: 'task',
				operation: 'wait',
				released: JSON.stringify(run),
			}),
			credentials,
			notes: taskIds,
			notesInFlow: true,
		},
		node(finished, 'n8n-nodes-base.if', 2.2, 2, isFinished(name)),
		{
			...node(named('About'), 'n8n-nodes-base.stickyNote', 1, 0, {
				content: `### Waiting for Fotor\nExecution ${run.executionId} is waiting here without holding a worker ('While Waiting' → 'Release the Worker'). If you stop the execution of this sub-workflow, execution ${run.executionId} fails.\n\nTask IDs: ${taskIds}\n\nThe tasks are already paid for. If anything goes wrong, collect them with the Fotor node, Task → Wait.`,
				width: 560,
				height: 220,
			}),
			position: [0, -280],
		},
	];
	const connections: IConnections = {
		[start]: { main: [[to(name)]] },
		[name]: { main: [[to(finished)]] },
		[finished]: { main: [[], [to(name)]] },
	};
	return {
		name: `Waiting for Fotor (execution ${run.executionId})`,
		nodes,
		connections,
		active: false,
		// This sub-execution is always saved, because n8n reads the result from it after a restart. The result files
		// also belong to it.
		settings: {
			executionOrder: 'v1',
			callerPolicy: 'any',
			saveDataSuccessExecution: 'all',
			saveDataErrorExecution: 'all',
			executionTimeout: -1,
		},
	};
}

function node(
	name: string,
	type: string,
	typeVersion: number,
	column: number,
	parameters: INode['parameters'],
): INode {
	return {
		id: `release-${column}-${type}`,
		name,
		type,
		typeVersion,
		position: [column * 240, 0],
		parameters,
	};
}

function to(name: string) {
	return { node: name, type: 'main' as const, index: 0 };
}

/**
 * The If node's condition. It has the same value for all items, because the Fotor node's context says whether every
 * task has ended.
 */
function isFinished(name: string): INode['parameters'] {
	return {
		conditions: {
			options: { caseSensitive: true, leftValue: '', typeValidation: 'loose', version: 2 },
			conditions: [
				{
					id: 'finished',
					leftValue: `={{ $(${JSON.stringify(name)}).context.isFinished === true }}`,
					rightValue: '',
					operator: { type: 'boolean', operation: 'true', singleValue: true },
				},
			],
			combinator: 'and',
		},
		options: {},
	};
}
