import { randomUUID } from 'node:crypto';

import { submissionEndpoints } from './endpoints';
import type { Fault } from './faults/fault';
import { typeByName } from './files/store';
import { samplePhoto } from './samples';
import { buildServer } from './http/server';
import { State } from './state';
import { newTask } from './tasks/task';
import type { Sandbox, SandboxOptions, SandboxTask } from './types';
import { webhookAddress } from './tasks/webhooks';

/** Starts a sandbox on 127.0.0.1. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const settings = { ...options };
	if (settings.webhook) webhookAddress(settings.webhook); // throws for a URL on another machine
	const state = new State(settings);
	const app = buildServer(state, submissionEndpoints());
	try {
		state.url = await app.listen({ host: '127.0.0.1', port: settings.port ?? 0 });
	} catch (error) {
		await state.remove();
		throw error;
	}

	return {
		url: state.url,
		options: state.options,
		requests: state.requests,
		submissions: state.submissions,
		tasks: state.tasks,
		uploads: state.uploads,
		webhookCalls: state.webhooks.calls,
		get apiKey() {
			return state.apiKey;
		},
		get credits() {
			return state.credits;
		},
		set credits(credits) {
			state.credits = credits;
		},
		get peakInFlight() {
			return state.peakInFlight;
		},
		set peakInFlight(count) {
			state.peakInFlight = count;
		},
		fail: (fault: Fault) => state.faults.add(fault),
		clearFaults: () => state.faults.clear(),
		addTask: (given) => addTask(state, given),
		publish: (name, data, contentType) => publish(state, name, data, contentType),
		stats: () => state.stats(),
		reset: () => state.reset(),
		async close() {
			state.stop();
			app.server.closeAllConnections();
			await app.close();
			await state.remove();
		},
	};
}

function publish(state: State, name: string, data: Buffer, contentType?: string): string {
	const stored = state.files.saveNow(data, contentType ?? typeByName(name));
	return state.serve(`/files/${randomUUID()}/${encodeURIComponent(name)}`, stored);
}

function addTask(state: State, given: Partial<SandboxTask>): SandboxTask {
	const photo = samplePhoto();
	const task = newTask({ status: 1, ...given }, Date.now());
	// Only a completed task has a result. An empty `resultUrl` means that there is no result.
	if (given.resultUrl === undefined && task.status === 1 && !task.avatarResult) {
		task.resultUrl = publish(state, photo.fileName, photo.data, photo.mimeType);
	}
	state.tasks.set(task.taskId, task);
	return task;
}

export type {
	Fault,
	FaultTarget,
	RecordedRequest,
	Sandbox,
	SandboxOptions,
	SandboxTask,
	WebhookCall,
	WebhookOptions,
} from './types';
export {
	samplePhoto,
	sampleMask,
	samplePortrait,
	sampleProduct,
	sampleVideo,
	type Sample,
} from './samples';
export { isMasked, replaceColor } from './pictures/replacer';
export { upscaledSize } from './pictures/imgupscale';
export { backgroundColor, cutoutAlpha } from './pictures/backgroundremover';
