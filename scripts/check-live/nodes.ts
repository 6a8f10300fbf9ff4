import type { IExecuteFunctions, IHttpRequestOptions, INodeType } from 'n8n-workflow';
import sharp, { type Metadata } from 'sharp';

import { FotorApi } from '../../credentials/FotorApi.credentials';
import { createEngine } from '../../harness/engine/core';
import { allNodes } from '../../harness/engine/fotor';
import { inputItem, maskDifference } from './pictures';
import type { Probe } from './probes';
import { isSuccess, saysNo, toReply, type Received, type Reply } from './reply';

/** A result file in the node's output, and the reply to its download request. */
export interface Result extends Partial<Pick<Metadata, 'width' | 'height' | 'hasAlpha'>> {
	url: string;
	mimeType?: string;
	download?: Reply;
}

/** One execution of a node, or one raw call. */
export interface Trace {
	id: string;
	replies: Reply[];
	/** The reply to the submission, or to the last call if nothing was submitted. */
	reply?: Reply;
	taskId?: string;
	/** The task's latest data, or the data from a call without a task. */
	task: Record<string, unknown>;
	/** The cost in tokens, as the task reports it. */
	tokens?: number;
	/** True if the task completed or the call succeeded. */
	isDone?: boolean;
	/** True if Fotor rejected the values or the task failed. */
	isRefused?: boolean;
	results: Result[];
	difference?: Awaited<ReturnType<typeof maskDifference>>;
	/** Why there is no output, in the node's words. */
	failure?: string;
}

/** Everything that a run recorded, by probe or call. Guesses are judged by this evidence alone. */
export type Evidence = Record<string, Trace | undefined>;

export function newTrace(id: string, failure?: string): Trace {
	return { id, replies: [], task: {}, results: [], failure };
}

export interface Account {
	baseUrl: string;
	apiKey: string;
	/** Path to an image of a face. */
	portrait?: string;
	say: (text: string) => void;
}

/** Starts the package's nodes in n8n-core. Each node gets all images as its input. */
export async function startNodes({ baseUrl, apiKey, portrait, say }: Account) {
	const engine = await createEngine();
	const useKey = (key: string) => engine.addCredential(new FotorApi(), { baseUrl, apiKey: key });
	useKey(apiKey);
	const input = [await inputItem(engine, portrait)];
	const traces: Record<string, Trace> = {};
	const note = (id: string, reply: Reply) => {
		const trace = (traces[id] ??= newTrace(id));
		const { taskId, status } = reply.data;
		trace.replies.push(reply);
		if (reply.url.includes('/v1/upload/')) return;
		if (status !== undefined || trace.reply?.method !== 'POST') trace.task = reply.data;
		if (reply.method === 'POST' || trace.reply?.method !== 'POST') trace.reply = reply;
		if (reply.method !== 'POST' || !taskId) return;
		trace.taskId = taskId as string;
		// Printed right away, because the task is already paid for.
		say(`  ${id}: task ${trace.taskId}`);
	};
	for (const node of await allNodes()) {
		engine.addNode(`n8n-nodes-fotor.${node.description.name}`, observed(node, note));
	}

	/** Runs a node once. Never throws. */
	async function run(id: string, { node, parameters }: Probe): Promise<Trace> {
		const trace = (traces[id] = newTrace(id));
		const maxWaitTime = id.includes('video') ? 1200 : 300;
		const options = { maxWaitTime, ...(parameters.options as object) };
		try {
			const form = { ...parameters, options };
			const { items, error } = await engine.run(node, form, { input, executionId: id });
			if (error) trace.failure = [error.message, error.description].filter(Boolean).join('. ');
			for (const item of items.filter(({ json }) => json.resultUrl)) {
				const url = item.json.resultUrl as string;
				const download = trace.replies.filter((reply) => reply.url === url).at(-1);
				const mimeType = item.binary?.data?.mimeType;
				const image = mimeType?.startsWith('image/') ? await engine.read(item) : undefined;
				const { width, height, hasAlpha } = await metadataOf(image);
				trace.results.push({ url, mimeType, download, width, height, hasAlpha });
				if (image && id.startsWith('replacer')) trace.difference = await maskDifference(image);
			}
		} catch (thrown) {
			trace.failure = (thrown as Error).message;
		}
		const { reply, taskId, task } = trace;
		const { status, creditsIncrement: tokens } = task;
		if (typeof tokens === 'number') trace.tokens = tokens;
		trace.isDone = status === undefined ? !!reply && isSuccess(reply) : Number(status) === 1;
		trace.isRefused = Number(status) === 2 || (!taskId && reply && saysNo(reply));
		return trace;
	}
	return { useKey, run };
}

const metadataOf = async (image?: Buffer): Promise<Partial<Metadata>> =>
	image ? await sharp(image).metadata() : {};

type Helper = (this: unknown, ...given: unknown[]) => Promise<Received>;

/** Wraps a node to record every reply by execution ID. Requests and replies pass through unchanged. */
function observed(node: INodeType, note: (id: string, reply: Reply) => void): INodeType {
	const execute = async function (this: IExecuteFunctions) {
		const helpers = this.helpers as unknown as Record<string, Helper>;
		for (const name of ['httpRequest', 'httpRequestWithAuthentication']) {
			const send = helpers[name] as Helper;
			helpers[name] = async (...given) => {
				const received = await send.apply(this, given);
				const request = given.find((value) => typeof value === 'object') as IHttpRequestOptions;
				if (request.method !== 'PUT') note(this.getExecutionId(), toReply(request, received));
				return received;
			};
		}
		return (await node.execute?.call(this)) ?? [];
	};
	return Object.assign(Object.create(node) as INodeType, { execute });
}
