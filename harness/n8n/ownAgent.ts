import type { INodeParameters } from 'n8n-workflow';

import type { N8nRest } from './rest';

/** A node used as a tool by one of n8n's own agents (n8n 2.x). */
export interface NodeTool {
	name: string;
	nodeType: string;
	parameters: INodeParameters;
	/** IDs and names of the credentials, by credential type. */
	credentials: Record<string, { id: string; name: string }>;
	/** Whether a person must approve each call. */
	requireApproval?: boolean;
}

/** An event that n8n sends to its chat window while the agent answers. */
export interface ChatEvent {
	type: string;
	message?: unknown;
	toolName?: string;
	output?: unknown;
	isError?: boolean;
	payload?: { toolCallId: string; runId: string; toolName: string };
}

/** One of n8n's own agents, created and run as in n8n's agent editor. */
export interface OwnAgent {
	/** Starts a conversation. Resolves when the agent has answered or is waiting for approval. */
	chat(message: string): Promise<ChatEvent[]>;
	/** Approves or denies a call that is waiting for approval. */
	decide(waiting: ChatEvent, approved: boolean): Promise<ChatEvent[]>;
}

/**
 * Creates an agent in the owner's project.
 * @param model ID of an `openAiApi` credential
 */
export async function createOwnAgent(
	rest: N8nRest,
	model: string,
	tools: NodeTool[],
): Promise<OwnAgent> {
	const project = await rest.call<{ id: string }>('GET', '/projects/personal');
	const agents = `/projects/${project.id}/agents/v2`;
	const name = `Agent ${Date.now()}`;
	const schema = {
		name,
		model: 'openai/scripted',
		credential: model,
		instructions: 'Do what you are told.',
		tools: tools.map(({ nodeType, parameters, credentials, ...tool }) => ({
			type: 'node',
			...tool,
			node: { nodeType, nodeTypeVersion: 1, nodeParameters: parameters, credentials },
		})),
	};
	const { id } = await rest.call<{ id: string }>('POST', agents, { name, schema });
	const send = async (path: string, data: object) =>
		eventsOf(await rest.call<string>('POST', `${agents}/${id}/${path}`, data));
	return {
		chat: async (message) => await send('chat', { message }),
		async decide({ payload }, approved) {
			const { runId, toolCallId } = payload ?? {};
			return await send('chat/resume', { runId, toolCallId, resumeData: { approved } });
		},
	};
}

/** The events in n8n's response. @throws Error with n8n's message if the agent did not reach its model */
function eventsOf(stream: string): ChatEvent[] {
	const lines = stream.split('\n').filter((line) => line.startsWith('data: '));
	const events = lines.map((line) => JSON.parse(line.slice('data: '.length)) as ChatEvent);
	const stopped = events.find(({ type }) => type === 'error');
	if (stopped) throw new Error(JSON.stringify(stopped));
	return events;
}
