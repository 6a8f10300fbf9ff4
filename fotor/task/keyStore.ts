import type { IExecuteFunctions } from 'n8n-workflow';

import { clock } from '../clock';
import { namesOf, type TaskKey } from './keyNames';

/** Maximum number of names per node in n8n's store; the oldest are dropped first. */
const STORE = { mode: 'entries' as const, maxEntries: 10_000 };
/** Time after which an overlapping write by another process should be finished, ms. */
const SETTLED = 100;

/** Records in n8n's deduplication store which keys of a node were used. */
export class KeyStore {
	/**
	 * @param turns shared by all executions of the node, because the store reads and rewrites a whole row for each
	 * change
	 */
	constructor(
		private readonly context: IExecuteFunctions,
		private readonly turns: { queue: Promise<unknown> },
	) {}

	/** @returns false if the key had already been recorded */
	async record({ days }: TaskKey, hash: string): Promise<boolean> {
		const names = namesOf(hash, days, clock.now());
		const isNew = await this.inTurn(async () => {
			const { processed, new: added } = await this.check(names);
			const wasNew = processed.length === 0;
			// The check also records every name it looks up, but looking up a used key must not extend its life.
			const others = (wasNew ? names.slice(1) : added) as string[];
			if (others.length > 0) await this.remove(others);
			return wasNew;
		});
		const today = names[0] ?? '';
		// Another process may have read the row before our change and then overwritten the change.
		for (let tries = 0; isNew && tries < 5; tries++) {
			await clock.sleep(SETTLED);
			const again = await this.inTurn(async () => await this.check([today]));
			if (again.processed.length > 0) return true;
		}
		return isNew;
	}

	/** Removes a key, so it can be used again. */
	async erase({ days }: TaskKey, hash: string): Promise<void> {
		// Includes one more day, in case the task began before midnight.
		const names = namesOf(hash, days + 1, clock.now());
		await this.inTurn(async () => await this.remove(names));
	}

	private async check(names: string[]) {
		return await this.context.helpers.checkProcessedAndRecord(names, 'node', STORE);
	}

	private async remove(names: string[]): Promise<void> {
		await this.context.helpers.removeProcessed(names, 'node', STORE);
	}

	private async inTurn<T>(change: () => Promise<T>): Promise<T> {
		const result = this.turns.queue.then(change);
		this.turns.queue = result.catch(() => {});
		return await result;
	}
}
