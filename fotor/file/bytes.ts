export type Chunks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** Reads a stream in pieces of a requested length. Holds only one chunk, or the requested piece, in memory. */
export class ByteReader {
	private readonly iterator: AsyncIterator<Uint8Array> | Iterator<Uint8Array>;
	private held: Uint8Array = new Uint8Array();

	constructor(chunks: Chunks) {
		this.iterator =
			Symbol.asyncIterator in chunks ? chunks[Symbol.asyncIterator]() : chunks[Symbol.iterator]();
	}

	/** The next bytes, or undefined if the stream ends first. */
	async take(length: number): Promise<Uint8Array | undefined> {
		while (this.held.length < length) {
			const { done, value } = await this.iterator.next();
			if (done) return undefined;
			this.held = this.held.length ? Buffer.concat([this.held, value]) : value;
		}
		const piece = this.held.subarray(0, length);
		this.held = this.held.subarray(length);
		return piece;
	}

	/** The next bytes, in chunks as they arrive. Ends early if the stream does. */
	async *pass(length: number): AsyncGenerator<Uint8Array> {
		for (let left = length; left > 0; ) {
			if (this.held.length === 0) {
				const { done, value } = await this.iterator.next();
				if (done) return;
				this.held = value;
				continue;
			}
			const part = this.held.subarray(0, left);
			this.held = this.held.subarray(part.length);
			left -= part.length;
			yield part;
		}
	}

	/** Skips bytes. */
	async skip(length: number): Promise<void> {
		const parts = this.pass(length);
		while (!(await parts.next()).done);
	}

	/** Closes the stream. */
	async close(): Promise<void> {
		await this.iterator.return?.();
	}
}
