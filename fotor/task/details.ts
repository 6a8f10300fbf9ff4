import { clean, isObject } from '../values';

/** A task's state as a word (API reference, section 5, Status). */
export type TaskStatus = 'inProgress' | 'completed' | 'failed' | 'timedOut' | 'cancelled';

/** A task that Fotor has accepted. */
export interface Accepted {
	taskId: string;
	/** Unix ms of the submission, or the current time if that is unknown. */
	submittedAt: number;
	/** True if an earlier execution paid for the task with the same key in 'Pay Once Per Key'. */
	isOfKey?: boolean;
}

/** One image or video of a finished task. */
export interface ResultFile {
	url: string;
	/** Headshot style. */
	templateId?: string;
	/** Listing scene. */
	scene?: string;
	sensitive: boolean;
}

/** What `GET /v1/aiart/tasks/{taskId}` returns, in our own terms. */
export interface TaskDetails {
	taskId: string;
	status: TaskStatus;
	type?: string;
	files: ResultFile[];
	/** The failed scenes of a listing set, each with its reason. */
	failedScenes: Array<{ scene: string; reason: string }>;
	tokensUsed?: number;
	/** Unix ms. */
	createTime?: number;
	/** Unix ms. */
	updateTime?: number;
	sensitive: boolean;
	/** Fotor's explanation of why the task has no result. */
	reason?: string;
	raw: Record<string, unknown>;
}

const STATUS: Record<number, TaskStatus> = {
	0: 'inProgress',
	1: 'completed',
	2: 'failed',
	// Statuses 3 and 4 appear only in the official clients' enumerations, where both are final (section 5).
	3: 'timedOut',
	4: 'cancelled',
};

/**
 * Reads a task's `data`. An unknown status counts as in progress, so a new status doesn't end the wait for a paid task.
 * @returns undefined if the data is not an object with a status
 */
export function readTask(taskId: string, data: unknown): TaskDetails | undefined {
	if (!isObject(data) || data.status === undefined || data.status === null) return undefined;
	const failedScenes: TaskDetails['failedScenes'] = [];
	const files = [...avatarFiles(data), ...sceneFiles(data, failedScenes)];
	const single = address(data.resultUrl);
	const sensitive = data.hasHsfw === true;
	if (files.length === 0 && single) files.push({ url: single, sensitive });
	return {
		taskId,
		status: STATUS[Number(data.status)] ?? 'inProgress',
		type: textOf(data.type),
		files,
		failedScenes,
		tokensUsed: numberOf(data.creditsIncrement),
		createTime: numberOf(data.createTime),
		updateTime: numberOf(data.updateTime),
		sensitive: sensitive || files.some((file) => file.sensitive),
		reason: textOf(clean(textOf(data.msg) ?? '')),
		raw: data,
	};
}

/** Public hosts of Fotor's buckets. The first comes from the official plugin; the second is a guess (section 5). */
const BUCKETS: Array<[RegExp, string]> = [
	[/^s3:\/\/img-pub-fotor\//, 'https://pub-static.fotor.com/'],
	[/^s3:\/\/img-fotor[^/]*\//, 'https://u-static.fotor.com/'],
];

/** The public form of a result URL, or undefined if the URL is missing or empty. */
export function address(value: unknown): string | undefined {
	const text = textOf(value)?.trim();
	if (!text) return undefined;
	return BUCKETS.reduce((url, [bucket, host]) => url.replace(bucket, host), text);
}

function avatarFiles(data: Record<string, unknown>): ResultFile[] {
	return listOf(data.avatarResult).flatMap((template) =>
		listOf(template.images).flatMap((image) => {
			const url = address(image.url);
			if (!url) return [];
			return [{ url, templateId: textOf(template.templateId), sensitive: image.hasHsfw === true }];
		}),
	);
}

/**
 * The images in a listing set's `result`, which has three known forms (section 20): objects, Key/Value pairs, and URLs.
 */
function sceneFiles(
	data: Record<string, unknown>,
	failed: TaskDetails['failedScenes'],
): ResultFile[] {
	const entries: unknown[] = Array.isArray(data.result) ? data.result : [];
	return entries.flatMap((entry, index): ResultFile[] => {
		const fallbackName = `Scene ${index + 1}`;
		if (typeof entry === 'string') {
			const url = address(entry);
			return url ? [{ url, scene: fallbackName, sensitive: false }] : [];
		}
		const scene = Array.isArray(entry) ? fromPairs(entry) : isObject(entry) ? entry : {};
		const name = textOf(scene.name) ?? fallbackName;
		const url = address(scene.url);
		if (url && String(scene.success ?? true) === 'true') {
			return [{ url, scene: name, sensitive: false }];
		}
		failed.push({ scene: name, reason: clean(textOf(scene.error) ?? 'no reason given') });
		return [];
	});
}

function fromPairs(pairs: unknown[]): Record<string, unknown> {
	return Object.fromEntries(
		pairs.filter(isObject).map((pair) => [String(pair.Key ?? '').toLowerCase(), pair.Value]),
	);
}

function listOf(value: unknown): Array<Record<string, unknown>> {
	return Array.isArray(value) ? value.filter(isObject) : [];
}

function textOf(value: unknown): string | undefined {
	return typeof value === 'string' && value !== '' ? value : undefined;
}

function numberOf(value: unknown): number | undefined {
	const number = typeof value === 'string' && value.trim() ? Number(value) : value;
	return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}
