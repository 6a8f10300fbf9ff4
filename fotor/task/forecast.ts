import { throwIfCancelled } from '../api/request';
import { quoted, sentence, toFailure } from '../failure';

/** What the items of a dry run would cost, added up in the order of the input. */
export class Forecast {
	/** Items so far. */
	items = 0;
	/** Items so far that would be sent. */
	valid = 0;
	/** Tokens that they would cost, not counting items whose price isn't published. */
	tokens = 0;
	/** Items so far whose price isn't published. */
	unpriced = 0;
	/** Why items would not be sent, by item. */
	readonly refused: Array<{ itemIndex: number; message: string }> = [];
	/** First item of each key of 'Pay Once Per Key' so far. */
	readonly keys = new Map<string, number>();
	private reading?: Promise<number | null>;
	private previous: Promise<unknown> = Promise.resolve();

	/**
	 * @param readBalance tokens that are left; may throw a Failure
	 * @param warn called with the reason if the balance can't be read
	 */
	constructor(
		private readonly readBalance: () => Promise<number>,
		private readonly warn: (text: string) => void,
		private readonly signal?: AbortSignal,
	) {}

	/**
	 * The account's tokens, read once per run.
	 * @returns null if they can't be read
	 * @throws Failure when the execution is canceled
	 */
	async balance(): Promise<number | null> {
		this.reading ??= this.readBalance().catch((thrown: unknown) => {
			throwIfCancelled(this.signal);
			const failure = toFailure(thrown);
			this.warn([sentence(failure.message), failure.advice, quoted(failure)].join(' ').trim());
			return null;
		});
		return await this.reading;
	}

	/**
	 * Runs `work` after the work of all earlier calls. Call it for the items in the order of the input.
	 * @param checked the item's check, needed first; may run in parallel with other items' checks
	 */
	async inOrder<C, T>(checked: Promise<C>, work: (checked: C) => Promise<T>): Promise<T> {
		const before = this.previous;
		const mine = Promise.all([checked, before]).then(async ([value]) => await work(value));
		this.previous = mine.catch(() => {});
		return await mine;
	}
}
