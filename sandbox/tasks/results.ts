import { createHash } from 'node:crypto';

import type { FileStore, StoredFile } from '../files/store';
import { type InputSource, readInput } from './inputs';
import { PictureError, pictureSize } from '../pictures/pixels';
import type { Body, Tool } from '../pictures/tool';
import type { Slots } from './slots';

/** A result on disk and its file extension. */
export interface StoredPicture extends StoredFile {
	extension: string;
}

/** Makes and caches results. Identical requests with identical images share one result. */
export class ResultMaker {
	private readonly made = new Map<string, Promise<StoredPicture[]>>();

	constructor(
		private readonly files: FileStore,
		private readonly slots: Slots,
	) {}

	async make(id: string, tool: Tool, body: Body, source: InputSource): Promise<StoredPicture[]> {
		const addresses = tool.inputs(body);
		const inputs = await Promise.all(addresses.map((address) => readInput(address, source)));
		const key = cacheKey(id, body, addresses, inputs);
		const known = this.made.get(key);
		if (known) return await known;
		const making = this.slots.run(() => this.work(tool, body, inputs));
		this.made.set(key, making);
		making.catch(() => this.made.delete(key));
		return await making;
	}

	private async work(tool: Tool, body: Body, inputs: Buffer[]): Promise<StoredPicture[]> {
		const pictures = await readable(async () => {
			for (const input of inputs) await pictureSize(input);
			return await tool.make(body, inputs);
		});
		return await Promise.all(
			pictures.map(async ({ data, contentType, extension }) => ({
				...(await this.files.save(data, contentType)),
				extension,
			})),
		);
	}
}

/** If sharp can't process an input, the input counts as unusable. */
async function readable<T>(work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (error) {
		if (error instanceof PictureError) throw error;
		throw new PictureError(`image decode failed: ${error instanceof Error ? error.message : ''}`);
	}
}

/** The content at a URL may change, so the key is based on the bytes of the inputs instead of their URLs. */
function cacheKey(id: string, body: Body, addresses: string[], inputs: Buffer[]): string {
	const isAddress = new Set(addresses);
	const hash = createHash('sha256').update(id);
	hash.update(
		JSON.stringify(body, (_name, value: unknown) =>
			typeof value === 'string' && isAddress.has(value) ? '' : value,
		),
	);
	for (const input of inputs) hash.update(createHash('sha256').update(input).digest());
	return hash.digest('hex');
}
