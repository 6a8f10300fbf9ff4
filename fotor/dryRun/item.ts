import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { throwIfCancelled } from '../api/request';
import { NOTHING_PAID, quoted, sentence, toFailure, type Failure } from '../failure';
import { isTool } from '../host';
import { fillPictures, FilePicture, UrlPicture, type Picture } from '../image/picture';
import type { CheckedPicture } from '../image/upload';
import { knownTask, taskKeyOf } from '../obtain';
import { inputField, outputItem } from '../result/items';
import { ASSUMED_TOKENS, tooLow } from '../task/budget';
import { expectedTokens } from '../task/price';
import type { Batch, Job, RefusedJob } from '../task/types';
import { placeholder } from './describe';
import { previewFiles } from './preview';

/** The `json` of a dry run item. */
interface DryRunItem {
	dryRun: true;
	/** True if the item would be sent. */
	valid: boolean;
	/** Why the item would not be sent, or which paid task it would collect. */
	message?: string;
	/** Null if no price is published; 0 if nothing would be paid. */
	estimatedTokens: number | null;
	/** The account's token balance; null if it can't be read. */
	balance: number | null;
	/** What would be sent; null for an invalid item. */
	request: { path: string; body: IDataObject } | null;
}

interface Sendable {
	body: IDataObject;
	/** Where the item's task comes from, if the item would not pay for a new one. */
	collects?: string;
}
type Checked = { failure: Failure } | Sendable;

/**
 * Checks an item and says what it would cost. Nothing is uploaded, sent, charged or remembered.
 * @throws Failure only when the execution is canceled
 */
export async function dryRun(batch: Batch, job: Job): Promise<INodeExecutionData[]> {
	const pictures = new Map<Picture, CheckedPicture>();
	return await batch.forecast.inOrder(checked(batch, job, pictures), async (result) => {
		const balance = await batch.forecast.balance();
		const judged =
			'failure' in result
				? result
				: affordable(batch, job, withSharedKey(batch, job, result), balance);
		const item = toItem(batch, job, judged, balance);
		const files = item.valid ? await previewFiles(batch, job, pictures) : undefined;
		return [outputItem({ ...item, ...inputField(job.file) }, job.itemIndex, files)];
	});
}

/** The dry run's output item for an input item whose form can't be used. */
export async function refusedDryRun(
	{ forecast }: Batch,
	{ failure, itemIndex, file }: RefusedJob,
): Promise<INodeExecutionData[]> {
	const item = await forecast.inOrder(Promise.resolve(), async () => {
		return refused(forecast, failure, itemIndex, await forecast.balance());
	});
	return [outputItem({ ...item, ...inputField(file) }, itemIndex)];
}

async function checked(
	batch: Batch,
	job: Job,
	pictures: Map<Picture, CheckedPicture>,
): Promise<Checked> {
	const { body, endpoint, settings } = job;
	const leave = await batch.throttle.enter();
	try {
		throwIfCancelled(batch.api.signal);
		// Looking up an agent's open task would use up the task's in-memory entry, which is meant for a real call.
		const known = isTool(batch.context) ? undefined : knownTask(batch, job);
		const uploads = batch.uploads(endpoint.uploadType);
		const filled = await fillPictures(body, async (picture) => {
			const result = await uploads.checked(picture, settings.uploadMethod);
			pictures.set(picture, result);
			if (picture instanceof UrlPicture) return picture.url;
			const { file, size } = result;
			const described = { name: nameOf(picture), bytes: file?.size ?? 0, size };
			return placeholder(described, settings.uploadMethod);
		});
		return {
			body: filled,
			...(known ? { collects: `Task ${known.taskId} is already paid for` } : {}),
		};
	} catch (thrown) {
		const failure = toFailure(thrown);
		if (failure.kind === 'cancelled') throw failure;
		return { failure };
	} finally {
		leave();
	}
}

function nameOf(picture: Picture): string {
	if (!(picture instanceof FilePicture)) return 'the mask';
	return picture.file.fileName || 'a file';
}

/** Marks an item that has the same key as an earlier item, because only the first of them would pay. */
function withSharedKey({ forecast }: Batch, job: Job, result: Sendable): Sendable {
	const key = taskKeyOf(job)?.text;
	if (key === undefined || result.collects) return result;
	const first = forecast.keys.get(key);
	if (first !== undefined)
		return { ...result, collects: `Item ${first} has the same key and would pay for the task` };
	forecast.keys.set(key, job.itemIndex);
	return result;
}

/** Enforces 'Minimum Balance'. The tokens that earlier items would cost are counted as spent. */
function affordable(
	{ forecast }: Batch,
	job: Job,
	result: Sendable,
	balance: number | null,
): Checked {
	const { minimumBalance } = job.settings;
	if (result.collects || minimumBalance <= 0 || balance === null) return result;
	const tokens = expectedTokens(job) ?? ASSUMED_TOKENS;
	const left = balance - forecast.tokens - forecast.unpriced * ASSUMED_TOKENS;
	return left - tokens < minimumBalance
		? { failure: tooLow(left, minimumBalance, tokens) }
		: result;
}

function toItem(
	{ forecast }: Batch,
	job: Job,
	result: Checked,
	balance: number | null,
): DryRunItem & IDataObject {
	if ('failure' in result) return refused(forecast, result.failure, job.itemIndex, balance);
	forecast.items++;
	const { body, collects } = result;
	const tokens = collects ? 0 : expectedTokens(job);
	forecast.valid++;
	forecast.tokens += tokens ?? 0;
	forecast.unpriced += tokens === undefined ? 1 : 0;
	return {
		dryRun: true,
		valid: true,
		...(collects ? { message: `${collects}. This item would collect that task.` } : {}),
		estimatedTokens: tokens ?? null,
		balance,
		request: { path: job.path, body },
	};
}

function refused(
	forecast: Batch['forecast'],
	failure: Failure,
	itemIndex: number,
	balance: number | null,
): DryRunItem & IDataObject {
	forecast.items++;
	forecast.refused.push({ itemIndex, message: failure.message });
	// In a dry run, it goes without saying that nothing was charged.
	const advice = failure.advice.replaceAll(NOTHING_PAID, '').trim();
	const text = [sentence(failure.message), advice, quoted(failure)].filter(Boolean).join(' ');
	return {
		dryRun: true,
		valid: false,
		message: text,
		estimatedTokens: 0,
		balance,
		request: null,
	};
}
