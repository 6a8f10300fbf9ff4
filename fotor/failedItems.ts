import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Failure } from './failure';
import { isTool } from './host';
import { failedItem } from './nodeError';
import type { Place } from './place';
import { outputItem } from './result/items';
import { modelText } from './toolFailure';

/** Maximum number of failed items that the summary names. */
const MOST = 3;

/** Makes the items that n8n outputs for failed jobs if the node is set to "Continue", and sums up the failures. */
export class FailedItems {
	private readonly failures: Array<{ place: Place; failure: Failure }> = [];

	/**
	 * @param itemCount number of items in the run
	 * @param jobCount number of jobs in the run, which is higher if items have several files
	 */
	constructor(
		private readonly context: IExecuteFunctions,
		private readonly itemCount: number,
		private readonly jobCount: number,
	) {}

	/** The output item for a failed job. A model gets the message without the item number. */
	of(failure: Failure, job: Place & { inputFields?: IDataObject }): INodeExecutionData[] {
		const { context } = this;
		this.failures.push({ place: job, failure });
		if (isTool(context)) return [outputItem({ error: modelText(failure, []) }, job.itemIndex)];
		return [failedItem(context, failure, job, job.inputFields)];
	}

	/**
	 * "4 of 5 items worked. Item 4: No file in 'data'."
	 * @returns undefined if there is nothing to sum up
	 */
	summary(): string | undefined {
		const { failures, itemCount, jobCount } = this;
		if (failures.length === 0 || jobCount < 2 || isTool(this.context)) return undefined;
		const sorted = [...failures].sort((a, b) => a.place.itemIndex - b.place.itemIndex);
		const worked = jobCount - sorted.length;
		const all = `${jobCount} ${jobCount === itemCount ? 'items' : 'files'}`;
		const reasons = sorted.slice(0, MOST).map(({ place: { itemIndex, file }, failure }) => {
			const where = file === undefined ? '' : `, file ${file}`;
			return `Item ${itemIndex}${where}: ${failure.message}.`;
		});
		const more = sorted.length - reasons.length;
		return [
			worked > 0 ? `${worked} of ${all} worked.` : `None of the ${all} worked.`,
			...reasons,
			...(more > 0 ? [`… and ${more} more.`] : []),
		].join(' ');
	}
}
