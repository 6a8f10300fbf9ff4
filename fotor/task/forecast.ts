import { throwIfCancelled } from '../api/request';
import { quoted, sentence, toFailure } from '../failure';

/** What the items in a dry run would cost, added up in input order. */
export class Forecast {
	/** Number of items checked so far. */
	items = 0;
	/** Number of items so far that would be sent. */
	valid = 0;
	/** Tokens that the items so far would cost, not counting items whose price isn't published. */
	tokens = 0;
	/** Number of items so far whose price isn't published. */
	unpriced = 0;
	/** The items that would not be sent, with the reasons. */
	readonly refused: Array<{ itemIndex: number; message: string }> = [];
	/** For each 'Pay Once Per Key' key seen so far, the index of the first item that has it. */
	readonly keys = new Map<string, number>();
	private reading?: Promise<number | null>;
	private previous: Promise<unknown> = Promise.resolve();

	/**
	 * @param readBalance returns the number of tokens left; may throw a Failure
	 * @param warn called with the reason if the balance can't be read
	 */
	constructor(
		private readonly readBalance: () => Promise<number>,
		private readonly warn: (text: string) => void,
		private readonly signal?: AbortSignal,
	) {}

	/**
	 * The account's token balance, read once per run.
	 * @returns null if the balance can't be read
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
	 * Runs `work` once the work of all earlier calls has ended. Call this in the order of the input items.
	 * @param checked the item's check, whose result `work` receives; may run in parallel with the checks of other items
	 */
	async inOrder<C, T>(checked: Promise<C>, work: (checked: C) => Promise<T>): Promise<T> {
		const before = this.previous;
		const mine = Promise.all([checked, before]).then(async ([value]) => await work(value));
		this.previous = mine.catch(() => {});
		return await mine;
	}
}
