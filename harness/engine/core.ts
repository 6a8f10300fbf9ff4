/**
 * Runs nodes in the real n8n-core engine, with its own execution, HTTP helper, credentials, binary store, retries and
 * cancellation. There is no server and no database, and no part of n8n-core is mocked.
 */
import 'reflect-metadata';
import { mkdtempSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type * as Core from 'n8n-core';
import type * as Workflow from 'n8n-workflow';
import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IConnections,
	IDataObject,
	IHttpRequestOptions,
	INode,
	INodeExecutionData,
	INodeParameters,
	INodeType,
	IRun,
	IRunExecutionData,
	IWorkflowBase,
	IWorkflowExecuteAdditionalData,
	IWorkflowSettings,
	WorkflowExecuteMode,
} from 'n8n-workflow';

import { DeduplicationStore } from './deduplication';
import {
	IF_PROPERTIES,
	lastOutput,
	storedCopy,
	withChildResult,
	type SubExecution,
} from './subExecution';
import {
	asTool,
	emptyNode,
	emptyRunData,
	firstRunData,
	passThrough,
	singleNode,
	UNDER_TEST,
	type NodeSettings,
} from './workflow';

export type { NodeSettings };

export type BinaryMode = 'default' | 'filesystem';

export interface EngineOptions {
	/** Where files are stored: in the item as base64 (`default`) or on disk (`filesystem`). */
	binaryMode?: BinaryMode;
}

export interface RunOptions {
	/** Input items of the node under test. */
	input?: INodeExecutionData[];
	/** Receives a function that cancels the execution, like n8n's stop button. */
	onStart?: (cancel: () => void) => void;
	/** Run data of an earlier execution, to retry that execution. */
	resume?: IRunExecutionData;
	/** What started the execution. Default: manual. */
	mode?: WorkflowExecuteMode;
	/** Execution ID that the node sees. Change it to simulate another execution. */
	executionId?: string;
	settings?: Partial<IWorkflowSettings>;
	/** The workflow's static data, as saved by n8n. */
	staticData?: IDataObject;
}

export interface RunResult {
	run: IRun;
	/** Items on the success output of the node under test. */
	items: INodeExecutionData[];
	/** Items on the error output of the node under test if On Error is "Continue (using error output)". */
	errors: INodeExecutionData[];
	/** The error of the node under test, if this error stopped the workflow. */
	error?: { message: string; description?: string | null; name: string; context?: unknown };
	/** Warnings that n8n shows above the output. */
	hints: string[];
	/** Other messages that n8n shows above the output. */
	infos: string[];
	data: IRunExecutionData;
	/** The workflow's static data after the run. n8n saves it unless the run is manual. */
	staticData: IDataObject;
}

export interface Engine {
	readonly core: typeof Core;
	readonly workflow: typeof Workflow;
	/** What `checkProcessedAndRecord` stores in n8n's database. */
	readonly deduplication: DeduplicationStore;
	addNode(type: string, node: INodeType): void;
	addCredential(type: ICredentialType, data: ICredentialDataDecryptedObject): void;
	/** Puts a file into the binary store, as an earlier node would. */
	file(
		data: Buffer | Readable,
		fileName: string,
		mimeType: string,
	): Promise<INodeExecutionData['binary']>;
	/** Reads an item's file from the binary store. */
	read(item: INodeExecutionData | undefined, field?: string): Promise<Buffer>;
	/** Runs Manual Trigger -> the node and returns its output. */
	run(
		type: string,
		parameters: INodeParameters,
		options?: RunOptions & { node?: NodeSettings },
	): Promise<RunResult>;
	/**
	 * Creates an agent tool from the node. It runs as in n8n 1.123, and as in n8n 2.x with agents up to version 2.
	 * @param options `host: 'mcp'` runs the tool as the MCP Server Trigger does, keeping nothing between requests, so
	 * create the tool again for each request.
	 * @returns a function that calls the tool and throws the error that the agent would receive
	 */
	tool(
		type: string,
		parameters: INodeParameters,
		settings?: NodeSettings,
		options?: { host?: 'agent' | 'mcp' },
	): (args?: IDataObject) => Promise<unknown>;
	/**
	 * Creates a tool for n8n's own agents from the node, as `EphemeralNodeExecutor` does in n8n 2.x. The node gets an
	 * ExecuteContext with empty run data, no execution and no cancel signal.
	 * @returns a function that calls the tool and throws the error that the agent would receive
	 */
	ephemeral(
		type: string,
		parameters: INodeParameters,
	): (args?: IDataObject) => Promise<INodeExecutionData[]>;
	/** Also registers the node as a tool, as n8n's loader does, and returns the tool's type. */
	toolType(type: string): string;
	/** Sub-executions that nodes have started with `executeWorkflow`, oldest first. */
	readonly subExecutions: SubExecution[];
	/**
	 * Completes an execution that is waiting for a sub-execution, as n8n's WaitTracker does.
	 * @param onSleep called before each wake-up, with the time of the wake-up in Unix ms
	 */
	wake(
		waiting: RunResult,
		workflow: { nodes: INode[]; connections: IConnections },
		onSleep?: (until: number) => Promise<void>,
	): Promise<RunResult>;
	/** Runs a whole workflow of registered nodes. */
	runWorkflow(
		workflow: { nodes: INode[]; connections: IConnections },
		watched: string,
		options?: RunOptions,
	): Promise<RunResult>;
}

/** Loads n8n-core. Sets the `N8N_*` variables first, because n8n-core reads them while it loads. */
export async function createEngine({
	binaryMode = 'default',
}: EngineOptions = {}): Promise<Engine> {
	process.env.N8N_USER_FOLDER = mkdtempSync(join(tmpdir(), 'n8n-engine-'));
	process.env.N8N_ENCRYPTION_KEY = 'engine-test-engine-test';
	process.env.N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS = 'true';
	process.env.N8N_DEFAULT_BINARY_DATA_MODE = binaryMode;
	process.env.N8N_LOG_LEVEL = process.env.N8N_LOG_LEVEL ?? 'silent';
	const core: typeof Core = await import('n8n-core');
	const workflow: typeof Workflow = await import('n8n-workflow');
	// This must be the same copy of the container that n8n-core uses.
	const coreRequire = createRequire(require.resolve('n8n-core'));
	const { Container } = (await import(coreRequire.resolve('@n8n/di'))) as {
		Container: { get<T>(token: abstract new (...args: never[]) => T): T };
	};
	await Container.get(core.BinaryDataService).init();
	const deduplication = new DeduplicationStore();
	await core.DataDeduplicationService.init(deduplication).catch(() => {});
	// For SSH connections, n8n 1.x starts a timer that would keep the process alive.
	const ssh = (await import(coreRequire.resolve('./execution-engine/ssh-clients-manager'))) as {
		SSHClientsManager: abstract new (...args: never[]) => { cleanupTimer?: NodeJS.Timeout };
	};
	Container.get(ssh.SSHClientsManager).cleanupTimer?.unref();

	const { makeHandleToolInvocation: toolInvocation } = (await import(
		coreRequire.resolve('./execution-engine/node-execution-context/utils/get-input-connection-data')
	)) as {
		makeHandleToolInvocation: (
			context: (runIndex: number) => object,
			node: INode,
			type: INodeType,
			data: IRunExecutionData,
		) => (args?: IDataObject) => Promise<unknown>;
	};

	const nodeTypes = new Map<string, INodeType>();
	const credentialTypes = new Map<string, ICredentialType>();
	const credentialData = new Map<string, ICredentialDataDecryptedObject>();
	const types = {
		getByName: (type: string) => nodeTypes.get(type) as INodeType,
		getByNameAndVersion(type: string, version?: number) {
			const node = nodeTypes.get(type);
			if (!node) throw new Error(`Unknown node type ${type}`);
			return workflow.NodeHelpers.getVersionedNodeType(node, version);
		},
		getKnownTypes: () => ({}),
	};
	nodeTypes.set('n8n-nodes-base.manualTrigger', passThrough('manualTrigger', []));
	nodeTypes.set('test.passThrough', passThrough('passThrough', ['main']));
	nodeTypes.set('n8n-nodes-base.executeWorkflowTrigger', passThrough('executeWorkflowTrigger', []));
	nodeTypes.set('n8n-nodes-base.if', ifNode());
	nodeTypes.set('n8n-nodes-base.stickyNote', passThrough('stickyNote', []));

	class Credentials extends workflow.ICredentialsHelper {
		override getParentTypes() {
			return [];
		}
		isCredentialUsableByNode() {
			return true;
		}
		override async authenticate(
			credentials: ICredentialDataDecryptedObject,
			typeName: string,
			options: IHttpRequestOptions,
		): Promise<IHttpRequestOptions> {
			const auth = credentialTypes.get(typeName)?.authenticate;
			if (typeof auth === 'function') return await auth(credentials, options);
			const scratch = new workflow.Workflow({
				nodes: [],
				connections: {},
				active: false,
				nodeTypes: types as never,
			});
			const node = emptyNode();
			for (const [part, values] of Object.entries(auth?.properties ?? {})) {
				const target = ((options as unknown as Record<string, unknown>)[part] ??= {}) as Record<
					string,
					unknown
				>;
				for (const [key, value] of Object.entries(values as Record<string, string>)) {
					target[key] = scratch.expression.getSimpleParameterValue(
						node,
						value,
						'internal',
						{ $credentials: credentials } as never,
						undefined,
						'',
					);
				}
			}
			return options;
		}
		override async preAuthentication() {
			return await Promise.resolve(undefined);
		}
		async runPreAuthentication() {
			return await Promise.resolve(undefined);
		}
		override async getCredentials(): Promise<never> {
			return await Promise.reject(new Error('not used by the engine'));
		}
		override async getDecrypted(
			_additionalData: IWorkflowExecuteAdditionalData,
			_details: unknown,
			type: string,
		) {
			return await Promise.resolve({ ...(credentialData.get(type) ?? {}) });
		}
		override async updateCredentials() {}
		override async updateCredentialsOauthTokenData() {}
		getCredentialsProperties() {
			return [];
		}
	}

	const additionalData = (executionId: string | undefined, hooks: unknown) =>
		({
			credentialsHelper: new Credentials(),
			hooks,
			executionId,
			currentNodeExecutionIndex: 0,
			variables: {},
			restApiUrl: 'http://localhost:5678/rest',
			instanceBaseUrl: 'http://localhost:5678/',
			webhookBaseUrl: 'http://localhost:5678/webhook',
			webhookTestBaseUrl: 'http://localhost:5678/webhook-test',
			webhookWaitingBaseUrl: 'http://localhost:5678/webhook-waiting',
			formWaitingBaseUrl: 'http://localhost:5678/form-waiting',
			setExecutionStatus: () => {},
			sendDataToUI: () => {},
			logAiEvent: () => {},
			executeWorkflow,
		}) as unknown as IWorkflowExecuteAdditionalData;

	const subExecutions: SubExecution[] = [];
	const runChild = async (
		child: Omit<SubExecution, 'run' | 'wakeUps'>,
		data: IRunExecutionData,
	) => {
		const { id, workflow: code } = child;
		const { nodes, connections, settings } = code;
		const instance = new workflow.Workflow({
			id: 'wf1',
			name: code.name,
			nodes,
			connections,
			active: false,
			nodeTypes: types as never,
			settings,
		});
		const hooks = new core.ExecutionLifecycleHooks('integrated', id, code);
		const additional = additionalData(id, hooks);
		return await new core.WorkflowExecute(additional, 'integrated', data).processRunExecutionData(
			instance,
		);
	};
	const executeWorkflow = async (
		{ code }: { code: IWorkflowBase },
		_additional: unknown,
		{ inputData = [] }: { inputData?: INodeExecutionData[] },
	) => {
		const start = code.nodes.find(({ type }) => type.endsWith('executeWorkflowTrigger')) as INode;
		const child = { id: `child${subExecutions.length + 1}`, workflow: code, input: inputData };
		const run = await runChild(child, firstRunData(start, inputData));
		subExecutions.push({ ...child, run, wakeUps: run.waitTill ? [Number(run.waitTill)] : [] });
		if (run.data.resultData.error) throw run.data.resultData.error;
		const { waitTill } = run;
		return { executionId: child.id, data: lastOutput(run)?.data?.main ?? [null], waitTill };
	};

	const toolNode = (type: string, parameters: INodeParameters) =>
		singleNode(type, parameters, undefined, [...credentialTypes.keys()]).nodes[1] as INode;

	const engine: Engine = {
		core,
		workflow,
		deduplication,
		addNode: (type, node) => void nodeTypes.set(type, node),
		addCredential(type, data) {
			credentialTypes.set(type.name, type);
			credentialData.set(type.name, data);
		},
		async file(data, fileName, mimeType) {
			const stored = await Container.get(core.BinaryDataService).store(
				{ type: 'execution', workflowId: 'wf1', executionId: '1' } as never,
				data,
				{ data: '', mimeType, fileName, fileExtension: fileName.split('.').pop() },
			);
			return { data: stored };
		},
		async read(item, field = 'data') {
			const binary = item?.binary?.[field];
			if (!binary) throw new Error(`The item has no file in "${field}"`);
			return await Container.get(core.BinaryDataService).getAsBuffer(binary);
		},
		async run(type, parameters, options = {}) {
			return await engine.runWorkflow(
				singleNode(type, parameters, options.node, [...credentialTypes.keys()]),
				UNDER_TEST,
				options,
			);
		},
		toolType(type) {
			nodeTypes.set(`${type}Tool`, asTool(nodeTypes.get(type) as INodeType));
			return `${type}Tool`;
		},
		ephemeral(type, parameters) {
			const toolType = engine.toolType(type);
			const node = toolNode(toolType, parameters);
			return async (args = {}) => {
				const instance = new workflow.Workflow({
					nodes: [node],
					connections: {},
					active: false,
					nodeTypes: types as never,
				});
				const input = [{ json: args }];
				const data = { main: [input] };
				const context = new core.ExecuteContext(
					instance,
					node,
					additionalData(undefined, undefined),
					'internal',
					emptyRunData(),
					0,
					input,
					data,
					{ node, data, source: null },
					[],
				);
				const output = await nodeTypes.get(toolType)?.execute?.call(context);
				return (output as INodeExecutionData[][] | undefined)?.[0] ?? [];
			};
		},
		tool(type, parameters, settings, { host = 'agent' } = {}) {
			const toolType = engine.toolType(type);
			const credentials = [...credentialTypes.keys()];
			const { nodes } = singleNode(toolType, parameters, settings, credentials);
			const instance = new workflow.Workflow({
				nodes,
				connections: {},
				active: false,
				nodeTypes: types as never,
			});
			const node = nodes[1] as INode;
			const data = host === 'mcp' ? emptyRunData() : firstRunData(nodes[0] as INode, []);
			const connection = workflow.NodeConnectionTypes.AiTool;
			const context = (runIndex: number) =>
				new core.SupplyDataContext(
					instance,
					node,
					additionalData(host === 'mcp' ? undefined : '1', undefined),
					host === 'mcp' ? 'webhook' : 'manual',
					data,
					runIndex,
					[],
					{},
					connection,
					{ node, data: { main: [[]] }, source: null } as never,
					[],
				);
			return toolInvocation(context, node, nodeTypes.get(toolType) as INodeType, data);
		},
		subExecutions,
		async wake(waiting, definition, onSleep = async () => {}) {
			const child = subExecutions.at(-1);
			if (!child) throw new Error('No sub-execution was started');
			while (child.run.waitTill) {
				await onSleep(Number(child.run.waitTill));
				child.run = await runChild(child, storedCopy(child.run.data));
				if (child.run.waitTill) child.wakeUps.push(Number(child.run.waitTill));
			}
			const resume = withChildResult(waiting.data, child.run);
			return await engine.runWorkflow(definition, UNDER_TEST, { resume });
		},
		async runWorkflow({ nodes, connections }, watched, options = {}) {
			const instance = new workflow.Workflow({
				id: 'wf1',
				name: 'wf',
				nodes,
				connections,
				active: false,
				nodeTypes: types as never,
				settings: { executionOrder: 'v1', ...options.settings },
				staticData: structuredClone(options.staticData ?? {}),
			});
			const executionId = options.executionId ?? '1';
			const mode = options.mode ?? 'manual';
			const hooks = new core.ExecutionLifecycleHooks(mode, executionId, {
				id: 'wf1',
				nodes,
				connections,
			} as never);
			const data =
				options.resume ??
				firstRunData(instance.getStartNode() as INode, options.input ?? [{ json: {} }]);
			const execution = new core.WorkflowExecute(
				additionalData(executionId, hooks),
				mode,
				data,
			).processRunExecutionData(instance);
			options.onStart?.(() => execution.cancel());
			const run = await execution;
			const task = run.data.resultData.runData[watched]?.at(-1);
			const hints = task?.hints ?? [];
			return {
				run,
				items: task?.data?.main?.[0] ?? [],
				errors: task?.data?.main?.[1] ?? [],
				error: (task?.error ?? run.data.resultData.error) as RunResult['error'],
				hints: hints.filter(({ type }) => type !== 'info').map(({ message }) => message),
				infos: hints.filter(({ type }) => type === 'info').map(({ message }) => message),
				data: run.data,
				staticData: JSON.parse(JSON.stringify(instance.staticData)) as IDataObject,
			};
		},
	};
	return engine;
}

/** A node that sends all items to the output that its condition selects. */
function ifNode(): INodeType {
	const { description } = passThrough('if', ['main']);
	return {
		description: { ...description, outputs: ['main', 'main'], properties: IF_PROPERTIES },
		async execute() {
			const { conditions } = this.getNodeParameter('conditions', 0) as {
				conditions: Array<{ leftValue: unknown }>;
			};
			const items = this.getInputData();
			return await Promise.resolve(conditions[0]?.leftValue === true ? [items, []] : [[], items]);
		},
	};
}

/** The data that n8n keeps from a failed execution, prepared for a retry from the failed node. */
export function retryData(failed: RunResult): IRunExecutionData {
	const data = JSON.parse(JSON.stringify(failed.data)) as IRunExecutionData;
	delete data.resultData.error;
	const last = data.resultData.lastNodeExecuted;
	if (last) data.resultData.runData[last]?.pop();
	return data;
}
