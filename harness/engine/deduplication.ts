import type {
	DeduplicationItemTypes,
	ICheckProcessedContextData,
	IDataDeduplicator,
	IDeduplicationOutput,
} from 'n8n-workflow';

/** Stand-in for n8n's store behind `checkProcessedAndRecord`. Keeps the rows in memory, not in a database. */
export class DeduplicationStore implements IDataDeduplicator {
	/** Recorded values by workflow and node. */
	readonly rows = new Map<string, Set<string>>();

	/** If true, every call fails as if the database were down. */
	isDown = false;

	async checkProcessedAndRecord(
		items: DeduplicationItemTypes[],
		_scope: unknown,
		context: ICheckProcessedContextData,
	): Promise<IDeduplicationOutput> {
		const row = await this.row(context);
		const processed = items.filter((item) => row.has(String(item)));
		const fresh = items.filter((item) => !row.has(String(item)));
		for (const item of fresh) row.add(String(item));
		return { new: fresh, processed };
	}

	async removeProcessed(
		items: DeduplicationItemTypes[],
		_scope: unknown,
		context: ICheckProcessedContextData,
	): Promise<void> {
		const row = await this.row(context);
		for (const item of items) row.delete(String(item));
	}

	async clearAllProcessedItems(
		_scope: unknown,
		context: ICheckProcessedContextData,
	): Promise<void> {
		(await this.row(context)).clear();
	}

	async getProcessedDataCount(
		_scope: unknown,
		context: ICheckProcessedContextData,
	): Promise<number> {
		return (await this.row(context)).size;
	}

	private async row({ workflow, node }: ICheckProcessedContextData): Promise<Set<string>> {
		if (this.isDown) throw new Error('the database is down');
		const name = `${workflow.id}:${node?.id}`;
		const row = this.rows.get(name) ?? new Set();
		this.rows.set(name, row);
		return await Promise.resolve(row);
	}
}
