import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { requireBalance } from './account';
import type { Endpoint } from './api/endpoints';
import { connect, throwIfCancelled, type Api } from './api/request';
import { clock } from './clock';
import { Failure, toFailure } from './failure';
import { fillPictures, identities, type Body } from './image/picture';
import { Uploads } from './image/upload';
import { deliver } from './result/deliver';
import { failedItem, nodeError, stopsTheRest } from './nodeError';
import { outputItem, submittedItem } from './result/items';
import type { TaskDetails } from './task/details';
import { TaskMemory } from './task/memory';
import { Durations } from './task/schedule';
import type { ItemSettings } from './task/settings';
import { stillUncertain, submit } from './task/submit';
import { Throttle } from './task/throttle';
import { waitForTask } from './task/wait';

/** One item, ready to be sent: checked, but with its pictures still where they are. */
export interface Job {
	itemIndex: number;
	endpoint: Endpoint;
	/** The endpoint's path, with the model where there is one. */
	path: string;
	body: Body;
	settings: ItemSettings;
	/** What to do when Fotor has no such path. */
	notFoundAdvice?: (path: string) => string;
	/** A task that exists already: it is waited for, nothing is submitted. */
	taskId?: string;
}

/** Calls for one item that cost nothing. */
export interface FreeJob {
	itemIndex: number;
	work: (api: Api) => Promise<INodeExecutionData[]>;
}

/** Calls in flight of jobs that cost nothing. */
const FREE_CONCURRENCY = 5;

/**
 * Runs the jobs of one node run and gives back the items in the order of the input. `jobs[i]` is item i, or the
 * Failure that its form already has.
 * @throws NodeOperationError unless the node continues on fail; always when the execution is cancelled
 */
export async function runJobs(
	context: IExecuteFunctions,
	jobs: Array<Job | FreeJob | Failure>,
): Promise<INodeExecutionData[]> {
	const goesOn = context.continueOnFail();
	const early = jobs.findIndex((job) => job instanceof Failure);
	if (early >= 0 && !goesOn) throw nodeError(context, jobs[early] as Failure, early, []);
	if (!jobs.some((job) => !(job instanceof Failure))) {
		return jobs.map((job, itemIndex) => failedItem(job as Failure, itemIndex));
	}

	const halt = new AbortController();
	let api: Api;
	try {
		api = await connect(context, halt.signal);
	} catch (thrown) {
		const failure = toFailure(thrown);
		if (!goesOn) throw nodeError(context, failure, 0, []);
		return jobs.map((_, itemIndex) => failedItem(failure, itemIndex));
	}
	const run = new Run(context, api, jobs);
	try {
		const outputs = await Promise.all(
			jobs.map(async (job, itemIndex) => {
				try {
					return job instanceof Failure ? [failedItem(job, itemIndex)] : await run.process(job);
				} catch (thrown) {
					const failure = toFailure(thrown);
					if (goesOn && failure.kind !== 'cancelled') return [failedItem(failure, itemIndex)];
					throw await run.callOff(failure, itemIndex);
				}
			}),
		);
		return outputs.flat();
	} finally {
		halt.abort();
		run.showHints();
	}
}

/** What the items of one node run share. */
class Run {
	private readonly throttle: Throttle;
	private readonly downloads: Throttle;
	private readonly durations = new Durations();
	private readonly memory: TaskMemory;
	private readonly uploads = new Map<string, Uploads>();
	/** Accepted tasks by item. */
	private readonly paid = new Map<number, string>();
	/** Submissions on their way; they are never abandoned, or their task ids would be. */
	private readonly submitting = new Set<Promise<unknown>>();
	/** Items whose submission has left and is not answered. */
	private readonly onTheWay = new Set<number>();
	private readonly hints = new Set<string>();
	private stopped?: Failure;
	private readonly halt = new AbortController();
	/** Aborted when nothing more may be submitted, so that nobody waits to do so. */
	private readonly ended: AbortSignal;
	private balance?: Promise<void>;
	private readonly concurrency: number;

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly api: Api,
		jobs: Array<Job | FreeJob | Failure>,
	) {
		const first = jobs.find((job): job is Job => 'settings' in job);
		this.concurrency = first?.settings.concurrency ?? FREE_CONCURRENCY;
		this.throttle = new Throttle(this.concurrency);
		this.downloads = new Throttle(this.concurrency);
		this.memory = new TaskMemory(context);
		this.ended = AbortSignal.any([this.halt.signal, ...(api.signal ? [api.signal] : [])]);
	}

	/** Gives an item what it asks for. */
	async process(job: Job | FreeJob): Promise<INodeExecutionData[]> {
		if ('settings' in job) return await this.processTask(job);
		const leave = await this.throttle.enter();
		try {
			if (this.stopped) throw this.stopped;
			return await job.work(this.api);
		} finally {
			leave();
		}
	}

	/** Submits or finds the item's task, waits for it and fetches what it made. */
	private async processTask(job: Job): Promise<INodeExecutionData[]> {
		const { itemIndex, endpoint, settings } = job;
		const key = this.memory.key(itemIndex, {
			baseUrl: this.api.baseUrl,
			path: job.path,
			body: identities(job.body),
		});
		const leave = await this.throttle.enter();
		let task: TaskDetails;
		try {
			const { taskId, submittedAt } = await this.obtainTask(job, key);
			if (!settings.waitForCompletion) {
				return [outputItem(submittedItem(taskId, typeOf(endpoint), submittedAt), itemIndex)];
			}
			task = await this.waitFor(job, taskId, submittedAt);
		} catch (thrown) {
			throw this.noteFailure(toFailure(thrown), key);
		} finally {
			leave();
		}
		return await this.fetch(job, task);
	}

	/** The first failure that ends the run, with every paid task in its text. */
	async callOff(failure: Failure, itemIndex: number): Promise<Error> {
		this.submitNoMore(failure);
		if (failure.kind !== 'cancelled') await Promise.allSettled(this.submitting);
		const paid = new Set([...this.memory.taskIds(), ...this.paid.values()]);
		return nodeError(this.context, failure, itemIndex, [...paid], [...this.onTheWay]);
	}

	showHints(): void {
		const hints = [...this.hints].map((message) => ({
			message,
			type: 'warning' as const,
			location: 'outputPane' as const,
		}));
		if (hints.length) this.context.addExecutionHints?.(...hints);
	}

	private async obtainTask(job: Job, key: string) {
		const { taskId } = job;
		const known = taskId ? { taskId, submittedAt: clock.now() } : this.memory.task(key);
		if (known) {
			this.paid.set(job.itemIndex, known.taskId);
			return known;
		}
		if (this.memory.isUncertain(key)) throw stillUncertain();
		if (this.stopped) throw this.stopped;
		await this.checkBalance(job.settings.minimumBalance);
		const body = await this.fillBody(job);
		throwIfCancelled(this.api.signal);
		const sending = this.send(job, body);
		this.submitting.add(sending);
		try {
			const taskId = await sending;
			const submittedAt = clock.now();
			this.memory.remember(key, taskId, submittedAt);
			this.paid.set(job.itemIndex, taskId);
			this.throttle.accepted();
			return { taskId, submittedAt };
		} finally {
			this.submitting.delete(sending);
		}
	}

	private async send(job: Job, body: Awaited<ReturnType<typeof fillPictures>>): Promise<string> {
		const { path, notFoundAdvice, itemIndex } = job;
		const submission = { path, body, patience: job.settings.maxWait, notFoundAdvice };
		return await submit(this.api, submission, {
			throttle: this.throttle,
			stopped: () => this.stopped,
			ended: this.ended,
			onTheWay: (isSo) => void this.onTheWay[isSo ? 'add' : 'delete'](itemIndex),
		});
	}

	/** Read once, before the first submission; without it nothing is sent. */
	private async checkBalance(minimum: number): Promise<void> {
		if (minimum <= 0) return;
		this.balance ??= requireBalance(this.api, minimum);
		await this.balance;
	}

	private async fillBody(job: Job) {
		const { uploadType } = job.endpoint;
		const uploads = this.uploads.get(uploadType) ?? new Uploads(this.context, this.api, uploadType);
		this.uploads.set(uploadType, uploads);
		return await fillPictures(
			job.body,
			async (picture) => await uploads.address(picture, job.settings.uploadMethod),
		);
	}

	private async waitFor(job: Job, taskId: string, submittedAt: number): Promise<TaskDetails> {
		const { maxWait, interval, onTimeout } = job.settings;
		return await waitForTask(this.api, {
			taskId,
			submittedAt,
			path: job.path,
			maxWait,
			interval,
			onTimeout,
			place: (job.itemIndex % this.concurrency) / this.concurrency,
			durations: this.durations,
			onRateLimit: (waitMs) => this.throttle.rateLimited(waitMs),
		});
	}

	private async fetch(job: Job, task: TaskDetails): Promise<INodeExecutionData[]> {
		const leave = await this.downloads.enter();
		try {
			return await deliver(this.context, this.api, task, {
				itemIndex: job.itemIndex,
				slug: job.endpoint.slug,
				type: typeOf(job.endpoint),
				settings: job.settings,
				hint: (text) => this.hints.add(text),
			});
		} finally {
			leave();
		}
	}

	private noteFailure(failure: Failure, key: string): Failure {
		if (failure.kind === 'uncertain') this.memory.rememberUncertain(key);
		if (failure.kind === 'taskEnded') this.memory.forget(key);
		if (stopsTheRest(failure)) this.submitNoMore(failure);
		return failure;
	}

	private submitNoMore(cause: Failure): void {
		this.stopped ??= notSent(cause);
		this.halt.abort();
	}
}

/** What Fotor calls the task: the last part of its path, as far as types are known (API reference, section 5). */
function typeOf({ path }: Endpoint): string {
	return path.split('/').pop() ?? path;
}

function notSent(cause: Failure): Failure {
	return new Failure(
		'notSent',
		`Not sent, because an earlier item could not be processed: ${cause.message}`,
		`Nothing was paid for this item. ${cause.advice}`,
	);
}
