import type { ExecutionStatus } from 'n8n-workflow';
import { UNFINISHED, type Execution, type N8nRest } from '../../harness/n8n/rest';
import type { Sandbox } from '../../sandbox';
import { until } from '../support/until';
import { TOOL, type Cell, type Left } from './cells';

/** Limit in ms for an execution to end. */
const PATIENCE = 400_000;

/** Limit in ms for a sub-execution to end once the execution that started it has ended. */
const CHILD_PATIENCE = 180_000;

export interface Started {
	cell: Cell;
	workflowId: string;
	id: string;
}

/** Starts the workflow of every cell and waits until each has reached its moment. */
export async function startAll(rest: N8nRest, sandbox: Sandbox, all: Cell[]): Promise<Started[]> {
	const started: Started[] = [];
	const start = async (cell: Cell) => {
		const { id } = await rest.createWorkflow({ ...cell.workflow, name: cell.moment });
		started.push({ cell, workflowId: id, id: await rest.runWorkflow(id, 'Start') });
	};
	const isWaiting = async ({ id }: Started) => (await rest.getExecution(id)).status === 'waiting';
	const early = all.filter(({ isEarly }) => isEarly);
	for (const cell of early) await start(cell);
	for (const one of started) await until(async () => await isWaiting(one), 60_000);
	const stalled = early.filter(({ stalls }) => stalls);
	for (const { stalls: on, path } of stalled) if (on) sandbox.fail({ on, path, stall: true });
	const hanging = () => sandbox.requests.filter(({ fault }) => fault?.stall).length;
	await until(() => hanging() === stalled.length, 120_000);
	const late = all.filter(({ isEarly }) => !isEarly);
	for (const cell of late) await start(cell);
	const sleeper = started.find(({ cell }) => cell.isEarly && !cell.stalls);
	await until(async () => {
		const both = await rest.listExecutions(sleeper?.workflowId ?? '');
		return both.length === 2 && both.every(({ status }) => status === 'waiting');
	}, 60_000);
	const last = started.at(-1);
	await until(async () => {
		const list = await rest.listExecutions(last?.workflowId ?? '');
		return list.some(({ mode }) => mode === 'integrated');
	}, 60_000);
	return started;
}

/**
 * Waits until a cell's execution has ended, and returns the cell's outcome. If the sub-execution has not ended within
 * `CHILD_PATIENCE`, the outcome contains its current status.
 */
export async function leftOf(
	rest: N8nRest,
	sandbox: Sandbox,
	{ cell, workflowId, id }: Started,
): Promise<Left> {
	const isOver = ({ status }: { status: ExecutionStatus }) => !UNFINISHED.includes(status);
	await until(async () => isOver(await rest.getExecution(id)), PATIENCE);
	const execution = await rest.getExecution(id);
	const lastMoment = Date.now() + CHILD_PATIENCE;
	await until(
		async () => (await rest.listExecutions(workflowId)).every(isOver) || Date.now() > lastMoment,
		PATIENCE,
	);
	const list = await rest.listExecutions(workflowId);
	const inner = list.find(({ mode }) => mode === 'integrated');
	const child = inner && (await rest.getExecution(inner.id));
	const paid = sandbox.submissions.filter(({ path }) => path === cell.path);
	const taskId = paid[0]?.taskId ?? '-';
	const isNamedIn = (one: Execution | undefined) => JSON.stringify(one ?? '').includes(taskId);
	const [item] = execution.data.resultData.runData[TOOL]?.at(-1)?.data?.main?.[0] ?? [];
	const file = item?.binary?.data;
	// Nodes after the tool need this file, so it must exist.
	if (file) await rest.downloadBinary(file.id ?? '');
	return {
		paid: paid.length,
		execution: execution.status,
		...(child ? { child: child.status } : {}),
		...(item?.json.status
			? { result: `${item.json.status as string}${file ? ' + file' : ''}` }
			: {}),
		named: [
			...(taskId !== '-' && isNamedIn(execution) ? ['execution'] : []),
			...(taskId !== '-' && isNamedIn(child) ? ['sub-execution'] : []),
		],
	};
}
