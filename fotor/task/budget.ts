import { clock } from '../clock';
import { Failure, unpaid } from '../failure';
import { expectedTokens, type Priced } from './price';

/** How long the balance stays valid if it was read while no task was in flight, ms. */
const FRESH = 10_000;
/** The price to assume if none is published (API reference, section 23). */
export const ASSUMED_TOKENS = 1;

/** What a budget needs to know about a job. */
export interface Spending extends Priced {
	settings: { minimumBalance: number };
}

/**
 * Enforces the minimum balance of each item. Tasks in flight count as spent. If an item would take the balance below
 * the minimum, it waits until a task has ended, and then the balance is read again.
 */
export class Budget {
	private remaining = 0;
	private readAt = Number.NEGATIVE_INFINITY;
	/** Tokens reserved since the balance was read. */
	private reserved = 0;
	private readonly inFlight = new Map<Spending, number>();
	private queue: Promise<unknown> = Promise.resolve();
	private onRelease: () => void = () => {};

	/** @param readBalance returns the number of tokens left; may throw a Failure */
	constructor(private readonly readBalance: () => Promise<number>) {}

	/**
	 * Resolves once the job may be submitted. Jobs are handled in the order in which they call this method.
	 * @throws Failure if the balance is too low, or can't be read
	 */
	async reserve(job: Spending): Promise<void> {
		if (job.settings.minimumBalance <= 0) return;
		const turn = this.queue.then(async () => await this.take(job));
		this.queue = turn.catch(() => {});
		await turn;
	}

	/** Call this when the job's task has ended. */
	release(job: Spending): void {
		if (this.inFlight.delete(job)) this.onRelease();
	}

	private async take(job: Spending): Promise<void> {
		const { minimumBalance } = job.settings;
		const tokens = expectedTokens(job) ?? ASSUMED_TOKENS;
		const isEnough = () => this.remaining - this.reserved - tokens >= minimumBalance;
		while (!isEnough()) {
			const isIdle = this.inFlight.size === 0 && this.reserved === 0;
			if (isIdle && clock.now() - this.readAt < FRESH) break;
			if (this.readAt > Number.NEGATIVE_INFINITY && this.inFlight.size > 0) {
				await new Promise<void>((resolve) => (this.onRelease = resolve));
			}
			await this.read();
		}
		if (!isEnough()) throw tooLow(this.remaining, minimumBalance, tokens);
		this.reserved += tokens;
		this.inFlight.set(job, tokens);
	}

	private async read(): Promise<void> {
		const inFlight = [...this.inFlight.values()];
		this.remaining = await this.readBalance();
		this.readAt = clock.now();
		// A task in flight might not be charged until it ends.
		this.reserved = inFlight.reduce((sum, tokens) => sum + tokens, 0);
	}
}

/** The Failure for an item that would take the balance below the minimum. */
export function tooLow(remaining: number, minimum: number, tokens: number): Failure {
	return new Failure(
		'notSent',
		`The Fotor account has ${remaining} ${remaining === 1 ? 'token' : 'tokens'} left. This item needs ${tokens}, and 'Minimum Balance' is ${minimum}`,
		unpaid("Buy tokens, or lower 'Minimum Balance' in the options."),
	);
}
