import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Failure } from './failure';
import { isTool } from './host';
import { failedItem } from './nodeError';
import type { Place } from './place';
import { outputItem } from './result/items';
import { withInputFields } from './result/otherFields';
import { modelText } from './toolFailure';

/** Failed items that the summary names. */
const MOST = 3;

/** The items that "Continue" gives, and what a run says of them in the end. */
export class FailedItems {
	private readonly failures: Array<{ place: Place; failure: Failure }> = [];

	/** @param count items of the run */
	constructor(
		private readonly context: IExecuteFunctions,
		private readonly count: number,
	) {}

	/** The item of a job that failed; a model gets it without the item's number. */
	of(failure: Failure, job: Place & { inputFields?: IDataObject }): INodeExecutionData[] {
		const { context } = this;
		this.failures.push({ place: job, failure });
		if (isTool(context)) return [outputItem({ error: modelText(failure, []) }, job.itemIndex)];
		const item = failedItem(context, failure, job);
		// n8n adds the input's fields itself before it sends an item to the error output.
		const byN8n = context.getNode().onError === 'continueErrorOutput';
		return byN8n ? [item] : withInputFields([item], job.inputFields);
	}

	/**
	 * "4 of 5 items worked. Item 4: No file in 'data'."
	 * @returns undefined if there is nothing to sum up
	 */
	summary(): string | undefined {
		const { failures, count } = this;
		if (failures.length === 0 || count < 2 || isTool(this.context)) return undefined;
		const sorted = [...failures].sort((a, b) => a.place.itemIndex - b.place.itemIndex);
		const worked = count - new Set(sorted.map(({ place }) => place.itemIndex)).size;
		const reasons = sorted.slice(0, MOST).map(({ place: { itemIndex, file }, failure }) => {
			const where = file === undefined ? '' : `, file ${file}`;
			return `Item ${itemIndex}${where}: ${failure.message}.`;
		});
		const more = sorted.length - reasons.length;
		return [
			worked > 0 ? `${worked} of ${count} items worked.` : `None of the ${count} items worked.`,
			...reasons,
			...(more > 0 ? [`… and ${more} more.`] : []),
		].join(' ');
	}
}
