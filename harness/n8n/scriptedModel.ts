import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ModelTool {
	name: string;
	description: string;
	parameters: { properties?: Record<string, unknown>; required?: string[] };
}

/** The model's next action: call a tool, or answer and end. */
export type Step = { call: string; args: Record<string, unknown> } | { say: string };

interface ChatRequest {
	stream?: boolean;
	tools?: Array<{ function: ModelTool }>;
	messages: Array<{ role: string; content: unknown }>;
}

/** An OpenAI-compatible model on loopback that follows a script and records its input. */
export interface ScriptedModel {
	/** Base URL for n8n's OpenAI credential. */
	url: string;
	/** Script for the next conversation. The number of tool results received so far determines which step comes next. */
	script: Step[];
	/** Tools offered in the latest request. */
	tools: ModelTool[];
	/** Tool results in the latest request, in order. */
	results: string[];
	close(): Promise<void>;
}

export async function startScriptedModel(): Promise<ScriptedModel> {
	const model: ScriptedModel = { url: '', script: [], tools: [], results: [], close };
	const server = createServer((request, response) => void answer(model, request, response));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	model.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
	return model;

	async function close() {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	}
}

async function answer(model: ScriptedModel, request: IncomingMessage, response: ServerResponse) {
	let text = '';
	for await (const chunk of request) text += String(chunk);
	// n8n's own agents try OpenAI's newer API first. This reply tells them that the newer API is unavailable.
	if (request.url?.endsWith('/responses')) {
		response.writeHead(404, { 'content-type': 'application/json' }).end('{}');
		return;
	}
	const chat = JSON.parse(text || '{}') as ChatRequest;
	model.tools = (chat.tools ?? []).map((tool) => tool.function);
	model.results = chat.messages
		.filter(({ role }) => role === 'tool')
		.map(({ content }) => (typeof content === 'string' ? content : JSON.stringify(content)));
	const step = model.script[model.results.length] ?? { say: 'The script is over.' };
	const message = messageOf(step, model.results.length);
	const finish = 'call' in step ? 'tool_calls' : 'stop';
	const shared = { id: 'chat-1', created: 1, model: 'scripted' };
	if (!chat.stream) {
		const choices = [{ index: 0, message, finish_reason: finish }];
		const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
		response.setHeader('content-type', 'application/json');
		response.end(JSON.stringify({ ...shared, object: 'chat.completion', choices, usage }));
		return;
	}
	response.setHeader('content-type', 'text/event-stream');
	const send = (delta: object, reason: string | null) => {
		const choices = [{ index: 0, delta, finish_reason: reason }];
		const chunk = { ...shared, object: 'chat.completion.chunk', choices };
		response.write(`data: ${JSON.stringify(chunk)}\n\n`);
	};
	send(message, null);
	send({}, finish);
	response.end('data: [DONE]\n\n');
}

function messageOf(step: Step, turn: number) {
	if ('say' in step) return { role: 'assistant', content: step.say };
	const call = { name: step.call, arguments: JSON.stringify(step.args) };
	return {
		role: 'assistant',
		content: null,
		tool_calls: [{ index: 0, id: `call_${turn}`, type: 'function', function: call }],
	};
}
