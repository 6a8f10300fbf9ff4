import { setTimeout as sleep } from 'node:timers/promises';
import sharp from 'sharp';

import { isPassing } from '../../fotor/api/outcome';
import { isObject } from '../../fotor/values';
import { fileTypeOf } from '../../fotor/file/format';
import { readTask } from '../../fotor/task/details';
import { outcomeOf, type Client } from './client';
import { maskDifference } from './compare';
import type { ResultFacts, TaskEvidence } from './evidence';
import type { Probe } from './probes';
import type { Uploads } from './uploads';

export interface Patience {
	/** ms between two looks. */
	intervalMs: number;
	/** Longest wait for a task, ms. */
	maxWaitMs: number;
}

/** Submits a probe once, waits for its task and fetches the results. */
export async function runProbe(
	client: Client,
	uploads: Uploads,
	probe: Probe,
	patience: Patience,
): Promise<TaskEvidence> {
	const { id, endpoint, path, uploadType } = probe;
	const evidence: TaskEvidence = { probe: id, endpoint, path, results: [] };
	let body: object;
	try {
		body = await probe.body(uploads.forType(uploadType));
	} catch (thrown) {
		return { ...evidence, notSent: thrown instanceof Error ? thrown.message : String(thrown) };
	}
	const begun = Date.now();
	evidence.submission = await client.call({ method: 'POST', path, body });
	const outcome = outcomeOf(evidence.submission);
	const data = outcome.kind === 'success' && isObject(outcome.data) ? outcome.data : {};
	if (typeof data.taskId !== 'string') return evidence;
	evidence.taskId = data.taskId;
	await follow(client, evidence, data.taskId, begun, patience);
	const first = (await uploads.sample('photo')).data;
	for (const { url } of evidence.task?.files ?? []) {
		const { facts, bytes } = await fetchResult(client, url);
		evidence.results.push(facts);
		if (endpoint === 'replacer' && bytes && facts.width) {
			evidence.difference = await maskDifference(first, bytes);
		}
	}
	return evidence;
}

/** Looks at the task until it is final; a look is free, so that passing faults are waited out. */
async function follow(
	client: Client,
	evidence: TaskEvidence,
	taskId: string,
	begun: number,
	{ intervalMs, maxWaitMs }: Patience,
): Promise<void> {
	while (Date.now() - begun < maxWaitMs) {
		await sleep(intervalMs);
		const path = `/v1/aiart/tasks/${encodeURIComponent(taskId)}`;
		const outcome = outcomeOf(await client.call({ method: 'GET', path }));
		if (outcome.kind !== 'success') {
			if (isPassing(outcome)) continue;
			return;
		}
		evidence.task = readTask(taskId, outcome.data) ?? evidence.task;
		if (evidence.task && evidence.task.status !== 'inProgress') {
			evidence.waitedMs = Date.now() - begun;
			return;
		}
	}
}

async function fetchResult(
	client: Client,
	url: string,
): Promise<{ facts: ResultFacts; bytes?: Buffer }> {
	const reply = await client.fetch(url);
	if ('fault' in reply) return { facts: { url, status: 0, contentType: '', bytes: 0 } };
	const bytes = Buffer.from(reply.body as ArrayBuffer);
	const format = fileTypeOf(bytes)?.extension;
	const facts: ResultFacts = {
		url,
		status: reply.status,
		contentType: headerText(reply.headers['content-type']),
		bytes: bytes.length,
		format,
	};
	if (reply.status !== 200 || !format || format === 'mp4') return { facts, bytes };
	try {
		const { width, height, hasAlpha } = await sharp(bytes).metadata();
		return { facts: { ...facts, width, height, hasAlpha }, bytes };
	} catch {
		return { facts, bytes };
	}
}

function headerText(value: unknown): string {
	return typeof value === 'string' ? value : '';
}
