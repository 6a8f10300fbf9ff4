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
import { N8N_LINE } from './paths';

export interface Owner {
	email: string;
	password: string;
	firstName: string;
	lastName: string;
}

/** The owner of an n8n that only the tests use. */
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

/** What a workflow has to have to be created; files under `examples/` are of this form. */
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

const UNFINISHED: ExecutionStatus[] = ['new', 'running', 'waiting'];

/** n8n's own REST interface: what the editor uses, signed in as the owner. */
export class N8nRest {
	private readonly http: AxiosInstance;

	private cookie = '';

	constructor(readonly url: string) {
		this.http = axios.create({
			baseURL: `${url}/rest`,
			// n8n ties a session to the browser it was opened in.
			headers: { 'browser-id': randomUUID() },
			validateStatus: () => true,
			proxy: false,
			timeout: 60_000,
		});
	}

	/** Creates the owner account of a new n8n and signs in as this owner. */
	async setUpOwner(owner: Owner): Promise<void> {
		await this.call('POST', '/owner/setup', owner);
	}

	async login({ email, password }: Pick<Owner, 'email' | 'password'>): Promise<void> {
		await this.call('POST', '/login', { emailOrLdapLoginId: email, password });
	}

	/** Whether nobody has set up the owner account yet. */
	async needsOwner(): Promise<boolean> {
		const settings = await this.call<{ userManagement: { showSetupOnFirstLoad: boolean } }>(
			'GET',
			'/settings',
		);
		return settings.userManagement.showSetupOnFirstLoad;
	}

	/** The test behind the "Save" button of the credential form. */
	async testCredential(credential: Credential): Promise<CredentialTestResult> {
		if (N8N_LINE === 1) {
			// Its form saves first.
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
		// n8n runs a single step only if there is pinned data, which may be empty.
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

	/** Starts a workflow as the editor's "Execute workflow" button does; returns the execution id. */
	async runWorkflow(id: string, startNode: string): Promise<string> {
		const { executionId } = await this.call<{ executionId: string }>(
			'POST',
			`/workflows/${id}/run`,
			{ workflowData: await this.getWorkflow(id), triggerToStartFrom: { name: startNode } },
		);
		return executionId;
	}

	/**
	 * Runs one node as the editor's "Execute step" button does: with what the nodes before it have put out already.
	 * @returns the execution id
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

	/** The executions of a workflow, the newest first. */
	async listExecutions(workflowId: string): Promise<ExecutionSummary[]> {
		const filter = JSON.stringify({ workflowId });
		const { results } = await this.call<{ results: ExecutionSummary[] }>(
			'GET',
			`/executions?filter=${encodeURIComponent(filter)}`,
		);
		return results;
	}

	/** All executions of a workflow, the newest first, however many pages they take. */
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
	 * Retries a failed execution from the node that failed, with the workflow as it was then or as
	 * it is saved now (the two entries of the editor's retry menu). Returns the new execution's id.
	 */
	async retryExecution(id: string, workflow: 'original' | 'currentlySaved'): Promise<string> {
		const { id: retryId } = await this.call<{ id: string }>('POST', `/executions/${id}/retry`, {
			loadWorkflow: workflow === 'currentlySaved',
		});
		return retryId;
	}

	/** Waits until an execution has ended, well or badly. */
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

	/** The bytes of a file that an execution has put into n8n's binary store. */
	async downloadBinary(binaryId: string): Promise<Buffer> {
		const response = await this.http.get<Buffer>('/binary-data', {
			params: { id: binaryId, action: 'download' },
			headers: { cookie: this.cookie },
			responseType: 'arraybuffer',
		});
		if (response.status !== 200) {
			throw new Error(`GET /rest/binary-data answered ${response.status} for ${binaryId}`);
		}
		return Buffer.from(response.data);
	}

	/** The node types this n8n offers, tools for AI agents included. */
	async nodeTypes(): Promise<NodeTypeSummary[]> {
		const response = await this.http.get<NodeTypeSummary[]>(`${this.url}/types/nodes.json`, {
			headers: { cookie: this.cookie },
		});
		if (response.status !== 200) {
			throw new Error(`GET /types/nodes.json answered ${response.status}`);
		}
		return response.data;
	}

	/** The signed-in session, for a browser that is to go on with it. */
	get sessionCookie(): string {
		return this.cookie;
	}

	/** Any other call of the interface; `T` is what n8n has in `data`, or the whole answer. */
	async call<T = unknown>(method: Method, path: string, data?: object): Promise<T> {
		const response = await this.http.request<{ data?: T; message?: string } & T>({
			method,
			url: path,
			data,
			headers: this.cookie ? { cookie: this.cookie } : {},
		});
		if (response.status >= 400) {
			throw new Error(
				`${method} /rest${path} answered ${response.status}: ${JSON.stringify(response.data)}`,
			);
		}
		const setCookie = response.headers['set-cookie']?.find((text) => text.startsWith('n8n-auth='));
		if (setCookie) this.cookie = setCookie.split(';', 1).join();
		return response.data.data ?? response.data;
	}
}

/** The items that a node has put out of one of its outputs, in its last run. */
export function nodeOutput(
	data: IRunExecutionData,
	nodeName: string,
	output = 0,
): INodeExecutionData[] {
	const runs = data.resultData.runData[nodeName];
	if (!runs) {
		throw new Error(
			`"${nodeName}" did not run; these did: ${Object.keys(data.resultData.runData).join(', ')}. ` +
				`Error: ${data.resultData.error?.message ?? 'none'}`,
		);
	}
	return runs.at(-1)?.data?.main?.[output] ?? [];
}

/**
 * A page of executions of n8n 1.x. Only with both ends given it orders by id; otherwise by the time of the start, in
 * which executions that begin together stand in another order, so that pages cut by id overlap or leave some out.
 */
function idsBelow(id: number | string): string {
	return `&firstId=0&lastId=${id}`;
}
