/**
 * A stand-in for a part of n8n's server that n8n-core does not include: the code between a webhook call and a trigger
 * node. It reads the request, creates n8n-core's own WebhookContext, calls the node, starts the workflow in the
 * engine, saves the static data and replies, in the same order as webhook-helpers and live-webhooks in n8n 2.41.
 */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { createGunzip } from 'node:zlib';
import type {
	IHookFunctions,
	ILoadOptionsFunctions,
	INode,
	INodeExecutionData,
	INodeParameters,
	INodeType,
	IRunExecutionData,
	IWebhookData,
	IWebhookFunctions,
	IWorkflowExecuteAdditionalData,
	Workflow,
	WorkflowExecuteMode,
} from 'n8n-workflow';

import type { Engine } from '../../../harness/engine/core';

export interface Host {
	/** Production URL of the trigger. */
	readonly url: string;
	/** For each started execution, the items passed to the node after the trigger. */
	readonly executions: INodeExecutionData[][];
	/** Errors the node threw. n8n would store a failed execution for each. */
	readonly thrown: unknown[];
	/** Lines the node wrote to n8n's log. */
	readonly logs: string[];
	/** Parameters of the trigger. A change applies to all later calls. */
	parameters: INodeParameters;
	/** If false, the node has no credential. */
	withCredential: boolean;
	/** Node version of the trigger. */
	typeVersion: number;
	/** Whether n8n can start executions. Set to false to simulate a database outage. */
	canStart: boolean;
	/** Awaited before a call's static data is saved, to simulate the time that n8n's database takes. */
	beforeSave?: () => Promise<void>;
	/** Awaited before an execution starts. */
	beforeStart?: () => Promise<void>;
	/** Called with each call's static data once it has been loaded. */
	onLoaded?: (staticData: unknown) => void;
	/** Execution mode, `manual` for calls to the test URL. */
	mode: WorkflowExecuteMode;
	/** The workflow's static data as JSON, as stored in the database. */
	staticData: string;
	/** Runs n8n's activation steps. */
	activate(webhookBaseUrl?: string): Promise<void>;
	deactivate(): Promise<unknown>;
	/** The notice that the form shows if n8n runs at this origin, or undefined if there is none. */
	addressNotice(origin: string): Promise<string | undefined>;
	close(): Promise<void>;
}

/** Fields that Express adds to a request. n8n's own types declare the raw body. */
interface N8nRequest extends IncomingMessage {
	body?: unknown;
	ip?: string;
	query?: Record<string, unknown>;
	params?: Record<string, string>;
}

const TRIGGER = 'n8n-nodes-fotor.fotorTrigger';

export async function startHost(engine: Engine, trigger: INodeType): Promise<Host> {
	const borrowed = await borrow(engine);
	const ids = { workflow: randomUUID(), node: randomUUID() };
	const [description] = trigger.description.webhooks ?? [];
	if (!description) throw new Error('the trigger has no webhook description');
	const executions: INodeExecutionData[][] = [];
	const thrown: unknown[] = [];
	const logs: string[] = [];

	// Parsed anew for each call, just as n8n reloads the data from its database. Parallel calls don't see each other's
	// changes.
	const load = () =>
		host.staticData === '{}' ? undefined : (JSON.parse(host.staticData) as never);
	const workflowOf = (staticData = load()): Workflow =>
		new engine.workflow.Workflow({
			id: ids.workflow,
			name: 'Webhook test',
			...graph(ids.node, host),
			active: true,
			nodeTypes: borrowed.nodeTypes,
			staticData,
		});
	const webhookData = { webhookDescription: description, isTest: false } as IWebhookData;

	const handle = async (request: N8nRequest, response: ServerResponse) => {
		await readRequest(request, host.typeVersion);
		const loaded = load();
		const workflow = workflowOf(loaded);
		host.onLoaded?.(workflow.staticData);
		const node = workflow.getNode('Fotor Trigger') as INode;
		const additionalData = {
			...borrowed.additionalData,
			executionId: undefined,
			httpRequest: request,
			httpResponse: response,
		} as unknown as IWorkflowExecuteAdditionalData;
		const context = new engine.core.WebhookContext(
			workflow,
			node,
			additionalData,
			host.mode,
			webhookData,
			[],
			null,
		);
		Object.defineProperty(context, 'logger', { value: recording(logs) });
		const result = await trigger.webhook?.call(context as IWebhookFunctions).catch((error) => {
			thrown.push(error);
			return undefined;
		});
		if (!result) return answer(response, 500, { message: 'Workflow could not be started!' });
		if (result.workflowData) await host.beforeStart?.();
		if (result.workflowData && !host.canStart) {
			return answer(response, 500, { message: 'Workflow could not be started!' });
		}
		if (result.workflowData) {
			executions.push(await execute(engine, graph(ids.node, host), result.workflowData));
			// Before it replies, n8n 2.41 creates a workflow from the same data, which marks the data as unchanged.
			if (!result.noWebhookResponse) workflowOf(loaded);
		}
		const reply = result.webhookResponse as object | undefined;
		await host.beforeSave?.();
		// n8n's observable object sets this field on every change.
		if ((workflow.staticData as { __dataChanged?: boolean }).__dataChanged) {
			host.staticData = JSON.stringify(workflow.staticData);
		}
		if (result.noWebhookResponse) return;
		answer(response, 200, reply ?? { message: 'received' });
	};

	const hookContext = (webhookBaseUrl = 'https://n8n.example/webhook') => {
		const workflow = workflowOf();
		const node = workflow.getNode('Fotor Trigger') as INode;
		const additionalData = { ...borrowed.additionalData, webhookBaseUrl };
		const { HookContext } = engine.core;
		const mode = ['trigger', 'activate'] as const;
		return new HookContext(workflow, node, additionalData, ...mode, webhookData) as IHookFunctions;
	};

	const server = createServer((request, response) => {
		handle(request, response).catch((error: unknown) => {
			thrown.push(error);
			response.destroy();
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

	const host: Host = {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhook/${ids.node}/webhook`,
		executions,
		thrown,
		logs,
		parameters: {},
		withCredential: true,
		typeVersion: 2,
		canStart: true,
		mode: 'webhook',
		staticData: '{}',
		async activate(webhookBaseUrl) {
			const context = hookContext(webhookBaseUrl);
			const methods = trigger.webhookMethods?.default;
			if (!(await methods?.checkExists.call(context))) await methods?.create.call(context);
		},
		async deactivate() {
			return await trigger.webhookMethods?.default?.delete.call(hookContext());
		},
		async addressNotice(origin) {
			const workflow = workflowOf();
			const node = workflow.getNode('Fotor Trigger') as INode;
			const additionalData = { ...borrowed.additionalData, restApiUrl: `${origin}/rest` };
			const context = new engine.core.LoadOptionsContext(
				workflow,
				node,
				additionalData,
				'parameters.localAddressNotice',
			) as ILoadOptionsFunctions;
			const mapping = trigger.methods?.resourceMapping?.localAddressNotice;
			return (await mapping?.call(context))?.emptyFieldsNotice;
		},
		async close() {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
	return host;
}

/** Gets the engine's node types and additional data, which only a node that runs in the engine can see. */
async function borrow(engine: Engine) {
	const seen: Array<{ workflow: Workflow; additionalData: IWorkflowExecuteAdditionalData }> = [];
	engine.addNode('test.probe', {
		description: {
			displayName: 'Probe',
			name: 'probe',
			group: ['transform'],
			version: 1,
			description: '',
			defaults: {},
			inputs: ['main'],
			outputs: ['main'],
			properties: [],
		},
		async execute() {
			seen.push(this as unknown as (typeof seen)[number]);
			return await Promise.resolve([[]]);
		},
	});
	await engine.run('test.probe', {});
	const [context] = seen;
	if (!context) throw new Error('the probe did not run');
	return { nodeTypes: context.workflow.nodeTypes, additionalData: context.additionalData };
}

function graph(nodeId: string, { parameters, withCredential, typeVersion }: Host) {
	const trigger: INode = {
		id: nodeId,
		webhookId: nodeId,
		name: 'Fotor Trigger',
		type: TRIGGER,
		typeVersion,
		position: [0, 0],
		parameters,
		...(withCredential ? { credentials: { fotorApi: { id: '1', name: 'Fotor' } } } : {}),
	};
	const after: INode = {
		id: 'after',
		name: 'After',
		type: 'test.passThrough',
		typeVersion: 1,
		position: [0, 0],
		parameters: {},
	};
	const next = { node: 'After', type: 'main' as const, index: 0 };
	return { nodes: [trigger, after], connections: { 'Fotor Trigger': { main: [[next]] } } };
}

/** Starts an execution with the trigger's output. @returns the items that reach the next node */
async function execute(
	engine: Engine,
	{ nodes, connections }: ReturnType<typeof graph>,
	main: INodeExecutionData[][],
): Promise<INodeExecutionData[]> {
	const resume = {
		startData: {},
		resultData: { runData: {} },
		executionData: {
			contextData: {},
			metadata: {},
			waitingExecution: {},
			waitingExecutionSource: {},
			nodeExecutionStack: [{ node: nodes[0], data: { main }, source: null }],
		},
	} as unknown as IRunExecutionData;
	const { items, error } = await engine.runWorkflow({ nodes, connections }, 'After', { resume });
	if (error) throw new Error(error.message);
	return items;
}

/** A logger that records its messages instead of writing to a file or the console. */
function recording(logs: string[]) {
	const log = (text: string) => void logs.push(text);
	return { error: log, warn: log, info: log, debug: log };
}

/** Reads a request as n8n's body parser does. In node version 2 and later, it parses only the types below. */
async function readRequest(request: N8nRequest, typeVersion: number): Promise<void> {
	const url = new URL(request.url ?? '/', 'http://host');
	request.query = queryOf(url.searchParams);
	request.params = {};
	request.ip = request.socket.remoteAddress;
	request.body = {};
	request.readRawBody = async () => {
		const isPacked = request.headers['content-encoding'] === 'gzip';
		request.rawBody ??= await buffer(isPacked ? request.pipe(createGunzip()) : request);
	};
	const [type = ''] = (request.headers['content-type'] ?? '').split(';');
	const isParsable = /^(application\/json|text\/plain|application\/x-www-form-urlencoded)$/.test(
		type,
	);
	if (typeVersion > 1 && !isParsable) return;
	await request.readRawBody();
	if (!request.rawBody?.length) return;
	if (type === 'application/json') request.body = JSON.parse(request.rawBody.toString());
	if (type === 'text/plain') request.body = request.rawBody.toString();
}

/** The query parameters by name. Repeated parameters become lists, as in Express. */
function queryOf(search: URLSearchParams): Record<string, unknown> {
	return Object.fromEntries(
		[...search.keys()].map((name) => {
			const values = search.getAll(name);
			return [name, values.length > 1 ? values : values[0]];
		}),
	);
}

function answer(response: ServerResponse, status: number, body: object): void {
	if (response.headersSent) return;
	response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}
