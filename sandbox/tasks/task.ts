import { randomUUID } from 'node:crypto';

import type { Fault } from '../faults/fault';
import type { AvatarGroup, SandboxTask } from '../types';

/** The account that every task belongs to; the ID is from the documented example (section 5). */
const BUSINESS_ID = '75f15294e55540e198bb19cc0a068fd2';

/** A new ID of 32 hex digits, like the documented IDs. */
export const newId = (): string => randomUUID().replaceAll('-', '');

export function newTask(given: Partial<SandboxTask>, now: number): SandboxTask {
	return {
		taskId: newId(),
		path: '/v1/aiart/imgupscale',
		body: {},
		type: 'imgupscale',
		status: 0,
		createTime: now,
		updateTime: now,
		businessId: BUSINESS_ID,
		resultUrl: '',
		hasHsfw: false,
		price: 1,
		...given,
	};
}

/** The `data` of a poll reply (section 5), changed by a fault if there is one. */
export function taskData(task: SandboxTask, fault?: Fault): Record<string, unknown> {
	const seen = fault ? distort(task, fault) : task;
	return {
		taskId: seen.taskId,
		createTime: seen.createTime,
		updateTime: seen.updateTime,
		status: seen.status,
		businessId: seen.businessId,
		type: seen.type,
		resultUrl: seen.resultUrl,
		hasHsfw: seen.hasHsfw,
		...(seen.avatarResult ? { avatarResult: seen.avatarResult } : {}),
		...(seen.result === undefined ? {} : { result: seen.result }),
		...(seen.msg === undefined ? {} : { msg: seen.msg }),
		creditsIncrement: creditsIncrement(seen),
		...seen.overrides,
	};
}

/**
 * The task's price if it's completed (section 5), null while it's in progress, and 0 if it failed. Null and 0 are the
 * sandbox's choice.
 */
function creditsIncrement({ status, price }: SandboxTask): number | null {
	if (status === 0) return null;
	return status === 1 ? price : 0;
}

function distort(task: SandboxTask, fault: Fault): SandboxTask {
	const address = (url: string): string => (fault.s3 ? bucketAddress(url) : url);
	return {
		...task,
		status: fault.taskStatus ?? task.status,
		msg: fault.taskMsg ?? task.msg,
		hasHsfw: fault.sensitive ?? task.hasHsfw,
		resultUrl: fault.noResultUrl ? '' : address(task.resultUrl),
		avatarResult: fault.noResultUrl
			? task.avatarResult?.map((group) => ({ ...group, images: [] }))
			: mapAddresses(task.avatarResult, address),
	};
}

const mapAddresses = (
	groups: AvatarGroup[] | undefined,
	change: (url: string) => string,
): AvatarGroup[] | undefined =>
	groups?.map((group) => ({
		...group,
		images: group.images.map((image) => ({ ...image, url: change(image.url) })),
	}));

/** The same file as an `s3://` URL (section 5), which no HTTP client can open. */
const bucketAddress = (url: string): string =>
	url && `s3://img-pub-fotor${URL.canParse(url) ? new URL(url).pathname : '/unknown'}`;

/** Duration of a task in ms, looked up by its path, by its endpoint's path with `{model_id}`, or by `*`. */
export function taskDuration(
	duration: number | Record<string, number> | undefined,
	paths: readonly string[],
): number {
	if (duration === undefined || typeof duration === 'number')
		return duration ?? DEFAULT_DURATION_MS;
	for (const path of [...paths, '*']) {
		const found = duration[path];
		if (found !== undefined) return found;
	}
	return DEFAULT_DURATION_MS;
}

const DEFAULT_DURATION_MS = 1500;
