import type { INodeExecutionData } from 'n8n-workflow';

import { clock, within } from '../clock';
import type { TaskDetails } from '../task/details';
import { tokenText } from '../values';

/**
 * Time limit for reading the balance at the end of a run, ms. The balance is read while the results are being
 * downloaded.
 */
const LIMIT = 1_000;

/** What a manual run cost, for the hint above its output. */
export class Spent {
	private isPaid = false;
	private reading?: Promise<number | undefined>;
	private readAt = 0;

	/**
	 * @param open number of tasks that have not ended; 0 if no hint is wanted
	 * @param readBalance returns the number of tokens left; called at most once
	 */
	constructor(
		private open: number,
		private readonly readBalance: () => Promise<number>,
	) {}

	/** Call this for each task that has ended or was not sent. */
	ended(task: TaskDetails | undefined): void {
		if (task?.status === 'completed') this.isPaid = true;
		if (--this.open !== 0 || !this.isPaid) return;
		this.readAt = clock.now();
		this.reading = this.readBalance().catch(() => undefined);
	}

	/**
	 * Returns the hint. Call this once all results have arrived. Never rejects.
	 * @returns undefined if nothing was charged, or if the cost or the balance isn't known in time
	 */
	async hint(items: INodeExecutionData[]): Promise<string | undefined> {
		const used = items.reduce((sum, { json }) => sum + (Number(json.tokensUsed) || 0), 0);
		if (!this.reading || used <= 0) return undefined;
		const left = await within(Math.max(0, this.readAt + LIMIT - clock.now()), this.reading);
		if (left === undefined) return undefined;
		const goOn = items.some(({ binary }) => binary) ? RUN_NEXT : PIN;
		return `Used ${tokenText(used)}, ${left} left. ${goOn}`;
	}
}

const PIN = 'Pin this output to continue without paying again.';
/** n8n can't pin output that has files. */
const RUN_NEXT =
	"To continue without paying again, open the next node, or add one, and press 'Execute step'. 'Execute workflow' pays again.";
