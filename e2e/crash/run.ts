import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect, isDeepStrictEqual } from 'node:util';
import { sandboxCredential } from '../../harness/n8n/examples';
import { ensureN8n } from '../../harness/n8n/install';
import {
	buildPackage,
	installPackage,
	packPackage,
	shortenFirstMinute,
} from '../../harness/n8n/package';
import { freePort } from '../../harness/n8n/ports';
import { N8nRest, TEST_OWNER, type Execution } from '../../harness/n8n/rest';
import { killServer, startN8n, type N8nServer } from '../../harness/n8n/server';
import { startSandbox, type Sandbox } from '../../sandbox';
import { exitWith } from '../support/jest';
import { until } from '../support/until';
import { cells, TOOL, type Cell, type Left } from './cells';

const PATIENCE = 400_000;
const UNFINISHED = ['new', 'running', 'waiting'];

interface Started {
	cell: Cell;
	workflowId: string;
	id: string;
}

/** `npm run test:crash`: kills n8n (-9) at each moment of 'Release the Worker', starts it again, and checks what is left. */
async function main(): Promise<number> {
	await ensureN8n({ onProgress: console.log });
	await buildPackage();
	const userFolder = await mkdtemp(join(tmpdir(), 'n8n-crash-'));
	const sandbox = await startSandbox({
		taskDurationMs: { '/v1/aiart/imgupscale': 100_000, '*': 30_000 },
	});
	let n8n: N8nServer | undefined;
	try {
		const tarball = await packPackage(userFolder);
		shortenFirstMinute(await installPackage(tarball, userFolder));
		const port = await freePort();
		n8n = await startN8n({ userFolder, port });
		await n8n.rest.setUpOwner(TEST_OWNER);
		const credential = await n8n.rest.createCredential(sandboxCredential(sandbox));
		const started = await startAll(n8n.rest, sandbox, cells({ sandbox, credential }));
		console.log('Killing n8n with -9');
		killServer(n8n.pid);
		await n8n.ended;
		n8n = await startN8n({ userFolder, port });
		const rest = new N8nRest(n8n.url);
		await rest.login(TEST_OWNER);
		console.log('Started again');
		const wrong: string[] = [];
		for (const one of started) {
			const left = await leftOf(rest, sandbox, one);
			const isRight = one.cell.left.some((each) => isDeepStrictEqual(left, each));
			console.log(
				`${isRight ? 'as expected' : 'WRONG'}: killed ${one.cell.moment}: ${inspect(left)}`,
			);
			if (!isRight) wrong.push(one.cell.moment);
		}
		console.log(`Tests: ${wrong.length} failed, ${started.length - wrong.length} passed`);
		return wrong.length === 0 ? 0 : 1;
	} finally {
		await n8n?.stop();
		await sandbox.close();
		await rm(userFolder, { recursive: true, force: true });
	}
}

/** Brings every cell into its moment. */
async function startAll(rest: N8nRest, sandbox: Sandbox, all: Cell[]): Promise<Started[]> {
	const started: Started[] = [];
	const start = async (cell: Cell) => {
		const { id } = await rest.createWorkflow({ ...cell.workflow, name: cell.moment });
		started.push({ cell, workflowId: id, id: await rest.runWorkflow(id, 'Start') });
	};
	const isWaiting = async ({ id }: Started) => (await rest.getExecution(id)).status === 'waiting';
	const early = all.filter(({ isEarly }) => isEarly);
	for (const cell of early) await start(cell);
	for (const one of started) await until(async () => await isWaiting(one), 60_000);
	for (const { stalls, path } of early) if (stalls) sandbox.fail({ on: stalls, path, stall: true });
	const hanging = () => sandbox.requests.filter(({ fault }) => fault?.stall).length;
	await until(() => hanging() === early.length, 120_000);
	const late = all.filter(({ isEarly }) => !isEarly);
	for (const cell of late) await start(cell);
	const waits = started.find(({ cell }) => cell.moment === 'while it waits');
	if (waits) await until(async () => await isWaiting(waits), 60_000);
	const last = started.at(-1);
	await until(async () => {
		const list = await rest.listExecutions(last?.workflowId ?? '');
		return list.some(({ mode }) => mode === 'integrated');
	}, 60_000);
	return started;
}

async function leftOf(
	rest: N8nRest,
	sandbox: Sandbox,
	{ cell, workflowId, id }: Started,
): Promise<Left> {
	const isOver = async () =>
		(await rest.listExecutions(workflowId)).every(({ status }) => !UNFINISHED.includes(status));
	await until(isOver, PATIENCE);
	const execution = await rest.getExecution(id);
	const list = await rest.listExecutions(workflowId);
	const inner = list.find(({ mode }) => mode === 'integrated');
	const child = inner && (await rest.getExecution(inner.id));
	const paid = sandbox.submissions.filter(({ path }) => path === cell.path);
	const taskId = paid[0]?.taskId ?? '-';
	const isNamedIn = (one: Execution | undefined) => JSON.stringify(one ?? '').includes(taskId);
	const [item] = execution.data.resultData.runData[TOOL]?.at(-1)?.data?.main?.[0] ?? [];
	const file = item?.binary?.data;
	// The next node reads the file, so it must be there.
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

exitWith(main);
