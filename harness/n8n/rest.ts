import axios, { type AxiosInstance, type Method } from 'axios';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type {
	ExecutionStatus,
	INodeExecutionData,
	INodeProperties,
	IRunData,
	IRunExecutionData,
	IWorkflowBase,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { parseFlatted } from './flatted';
import { NEW_CONNECTION } from './connection';
import { N8N_LINE } from './paths';

export interface Owner {
	email: string;
	password: string;
	firstName: string;
	lastName: string;
}

/** Owner account for the n8n instances that the tests start. */
export const TEST_OWNER: Owner = {
	email: 'owner@example.com',
	password: 'Sandbox-owner-1',
	firstName: 'Sandbox',
	lastName: 'Owner',
};

export interface Credential {
	name: string;
	type: string;
	data: Record<string, unknown>;
}

export interface CredentialTestResult {
	status: 'OK' | 'Error';
	message: string;
}

/** The fields n8n needs to create a workflow. Files in `examples/` have this shape. */
export type WorkflowDefinition = Pick<IWorkflowBase, 'name' | 'nodes' | 'connections'> &
	Partial<Pick<IWorkflowBase, 'settings' | 'pinData' | 'id'>>;

export interface SavedWorkflow extends WorkflowDefinition {
	id: string;
	active: boolean;
	versionId: string;
}

export interface Execution {
	id: string;
	workflowId: string;
	mode: WorkflowExecuteMode;
	status: ExecutionStatus;
	retryOf?: string | null;
	data: IRunExecutionData;
}

export type ExecutionSummary = Omit<Execution, 'data'>;

export interface NodeTypeSummary {
	name: string;
	displayName: string;
	description: string;
	outputs: unknown;
	iconUrl?: unknown;
	credentials?: Array<{ name: string }>;
	properties: INodeProperties[];
}

/** Statuses of an execution that has not ended. */
export const UNFINISHED: ExecutionStatus[] = ['new', 'running', 'waiting'];

/** Client for n8n's internal REST API, which the editor uses. */
export class N8nRest {
	private readonly http: AxiosInstance;

	private cookie = '';

	constructor(readonly url: string) {
		this.http = axios.create({
			baseURL: `${url}/rest`,
			// n8n ties a session to the browser that opened it.
			headers: { 'browser-id': randomUUID() },
			validateStatus: () => true,
			...NEW_CONNECTION,
			timeout: 60_000,
		});
	}

	/** Creates the owner account of a new n8n instance and signs in. */
	async setUpOwner(owner: Owner): Promise<void> {
		await this.call('POST', '/owner/setup', owner);
	}

	async login({ email, password }: Pick<Owner, 'email' | 'password'>): Promise<void> {
		await this.call('POST', '/login', { emailOrLdapLoginId: email, password });
	}

	/** Adds a user who isn't an admin. @returns a client that is signed in as this user */
	async addMember(member: Owner): Promise<N8nRest> {
		const { email, ...profile } = member;
		const [invited] = await this.call<Array<{ user: { inviteAcceptUrl: string } }>>(
			'POST',
			'/invitations',
			[{ email, role: 'global:member' }],
		);
		const link = new URL(invited?.user.inviteAcceptUrl ?? '');
		const token = link.searchParams.get('token');
		const rest = new N8nRest(this.url);
		await rest.call('POST', '/invitations/accept', { token, ...profile });
		await rest.login(member);
		return rest;
	}

	/** Whether the owner account is still missing. */
	async needsOwner(): Promise<boolean> {
		const settings = await this.call<{ userManagement: { showSetupOnFirstLoad: boolean } }>(
			'GET',
			'/settings',
		);
		return settings.userManagement.showSetupOnFirstLoad;
	}

	/** Tests a credential, as the "Save" button in n8n's credential form does. */
	async testCredential(credential: Credential): Promise<CredentialTestResult> {
		if (N8N_LINE === 1) {
			// In n8n 1.x, the form saves a credential before testing it.
			const { id } = await this.createCredential(credential);
			return await this.call('POST', '/credentials/test', { credentials: { id, ...credential } });
		}
		return await this.call('POST', '/credentials/test', {
			credentials: { id: '', ...credential },
		});
	}

	async createCredential(credential: Credential): Promise<{ id: string; name: string }> {
		return await this.call('POST', '/credentials', credential);
	}

	async updateCredential(id: string, credential: Credential): Promise<void> {
		await this.call('PATCH', `/credentials/${id}`, credential);
	}

	async listCredentials(): Promise<Array<{ id: string; name: string; type: string }>> {
		return await this.call('GET', '/credentials');
	}

	async createWorkflow(workflow: WorkflowDefinition): Promise<SavedWorkflow> {
		// n8n can run a single step only if the workflow has `pinData`, which may be empty.
		const whole = { settings: {}, pinData: {}, ...workflow, active: false };
		return await this.call('POST', '/workflows', whole);
	}

	async updateWorkflow(id: string, workflow: WorkflowDefinition): Promise<SavedWorkflow> {
		const { versionId } = await this.getWorkflow(id);
		return await this.call('PATCH', `/workflows/${id}`, { settings: {}, ...workflow, versionId });
	}

	async getWorkflow(id: string): Promise<SavedWorkflow> {
		return await this.call('GET', `/workflows/${id}`);
	}

	async listWorkflows(): Promise<Array<{ id: string; name: string }>> {
		return await this.call('GET', '/workflows');
	}

	/** Starts a workflow, as the editor's "Execute workflow" button does. @returns the execution ID */
	async runWorkflow(id: string, startNode: string): Promise<string> {
		const { executionId } = await this.call<{ executionId: string }>(
			'POST',
			`/workflows/${id}/run`,
			{ workflowData: await this.getWorkflow(id), triggerToStartFrom: { name: startNode } },
		);
		return executionId;
	}

	/**
	 * Runs one node on the existing output of the nodes before it, as the editor's "Execute step" button does.
	 * @returns the execution ID
	 */
	async runStep(id: string, nodeName: string, runData: IRunData): Promise<string> {
		const { executionId } = await this.call<{ executionId: string }>(
			'POST',
			`/workflows/${id}/run`,
			{
				workflowData: await this.getWorkflow(id),
				runData,
				destinationNode: { nodeName, mode: 'inclusive' },
				dirtyNodeNames: [],
			},
		);
		return executionId;
	}

	async activateWorkflow(id: string): Promise<void> {
		const { versionId, name } = await this.getWorkflow(id);
		if (N8N_LINE === 1) {
			await this.call('PATCH', `/workflows/${id}`, { active: true, versionId });
			return;
		}
		await this.call('POST', `/workflows/${id}/activate`, { versionId, name, description: '' });
	}

	async deactivateWorkflow(id: string): Promise<void> {
		await this.call('POST', `/workflows/${id}/deactivate`);
	}

	async getExecution(id: string): Promise<Execution> {
		const stored = await this.call<ExecutionSummary & { data: string }>('GET', `/executions/${id}`);
		return { ...stored, data: parseFlatted(stored.data) as IRunExecutionData };
	}

	/** The first page of a workflow's executions, newest first. */
	async listExecutions(workflowId: string): Promise<ExecutionSummary[]> {
		const filter = JSON.stringify({ workflowId });
		const { results } = await this.call<{ results: ExecutionSummary[] }>(
			'GET',
			`/executions?filter=${encodeURIComponent(filter)}`,
		);
		return results;
	}

	/** All executions of a workflow across all pages, newest first. */
	async listAllExecutions(workflowId: string): Promise<ExecutionSummary[]> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		const all: ExecutionSummary[] = [];
		let page = N8N_LINE === 1 ? idsBelow(Number.MAX_SAFE_INTEGER) : '';
		for (;;) {
			const { results, nextCursor } = await this.call<{
				results: ExecutionSummary[];
				nextCursor?: string | null;
			}>('GET', `/executions?filter=${filter}&limit=100${page}`);
			all.push(...results);
			const last = results.at(-1);
			if (nextCursor) page = `&cursor=${encodeURIComponent(nextCursor)}`;
			else if (N8N_LINE === 1 && last) page = idsBelow(last.id);
			else return all;
		}
	}

	async stopExecution(id: string): Promise<void> {
		await this.call('POST', `/executions/${id}/stop`);
	}

	/**
	 * Retries a failed execution from the failed node, with the original workflow or the currently saved one (the two
	 * entries in the editor's retry menu).
	 * @returns the ID of the new execution
	 */
	async retryExecution(id: string, workflow: 'original' | 'currentlySaved'): Promise<string> {
		const { id: retryId } = await this.call<{ id: string }>('POST', `/executions/${id}/retry`, {
			loadWorkflow: workflow === 'currentlySaved',
		});
		return retryId;
	}

	/** Waits until an execution has ended, successfully or not. */
	async waitForExecution(id: string, timeout = 60_000): Promise<Execution> {
		const deadline = Date.now() + timeout;
		for (;;) {
			const execution = await this.getExecution(id);
			if (!UNFINISHED.includes(execution.status)) return execution;
			if (Date.now() > deadline) {
				throw new Error(`Execution ${id} is still "${execution.status}" after ${timeout} ms`);
			}
			await sleep(200);
		}
	}

	/** Downloads a file that an execution stored in n8n's binary store. */
	async downloadBinary(binaryId: string): Promise<Buffer> {
		const response = await this.http.get<Buffer>('/binary-data', {
			params: { id: binaryId, action: 'download' },
			headers: { cookie: this.cookie },
			responseType: 'arraybuffer',
		});
		if (response.status !== 200) {
			throw new Error(`GET /rest/binary-data returned ${response.status} for ${binaryId}`);
		}
		return Buffer.from(response.data);
	}

	/** The node types that this n8n instance offers, including agent tools. */
	async nodeTypes(): Promise<NodeTypeSummary[]> {
		const response = await this.http.get<NodeTypeSummary[]>(`${this.url}/types/nodes.json`, {
			headers: { cookie: this.cookie },
		});
		if (response.status !== 200) {
			throw new Error(`GET /types/nodes.json returned ${response.status}`);
		}
		return response.data;
	}

	/** Cookie of the signed-in session, for a browser. */
	get sessionCookie(): string {
		return this.cookie;
	}

	/** Makes any other API call. `T` is the type of the response's `data`, or of the whole response if it has none. */
	async call<T = unknown>(method: Method, path: string, data?: object): Promise<T> {
		const response = await this.http.request<{ data?: T; message?: string } & T>({
			method,
			url: path,
			data,
			headers: this.cookie ? { cookie: this.cookie } : {},
		});
		if (response.status >= 400) {
			throw new Error(
				`${method} /rest${path} returned ${response.status}: ${JSON.stringify(response.data)}`,
			);
		}
		const setCookie = response.headers['set-cookie']?.find((text) => text.startsWith('n8n-auth='));
		if (setCookie) this.cookie = setCookie.split(';', 1).join();
		return response.data.data ?? response.data;
	}
}

/** The items on one output of a node, from the node's last run. */
export function nodeOutput(
	data: IRunExecutionData,
	nodeName: string,
	output = 0,
): INodeExecutionData[] {
	const runs = data.resultData.runData[nodeName];
	if (!runs) {
		throw new Error(
			`"${nodeName}" did not run. Nodes that ran: ${Object.keys(data.resultData.runData).join(', ')}. ` +
				`Error: ${data.resultData.error?.message ?? 'none'}`,
		);
	}
	return runs.at(-1)?.data?.main?.[output] ?? [];
}

/**
 * Query string for a page of executions in n8n 1.x. n8n 1.x sorts executions by ID only if both bounds are given.
 * Otherwise, it sorts them by start time, and pages with an ID limit could overlap or skip executions.
 */
function idsBelow(id: number | string): string {
	return `&firstId=0&lastId=${id}`;
}
