import { ByteReader, type Chunks } from './bytes';
import { text } from './parse';

/** Color types in the PNG specification. */
export const COLOR = { gray: 0, rgb: 2, palette: 3, grayAlpha: 4, rgbAlpha: 6 } as const;

/** Samples per pixel, by color type. */
const SAMPLES: Record<number, number | undefined> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** The data that comes before a PNG's pixels. */
export interface PngHeader {
	/** px */
	width: number;
	/** px */
	height: number;
	/** Bits per sample: 1, 2, 4, 8 or 16. */
	bitDepth: number;
	colorType: number;
	/** Samples per pixel. */
	samples: number;
	isInterlaced: boolean;
	/** The PLTE chunk: three bytes per color. */
	palette?: Uint8Array;
	/** The tRNS chunk: one transparent color, or the alpha values of the palette. */
	transparency?: Uint8Array;
}

/** Reads a PNG from a stream, without ever holding more than one chunk in memory. */
export class PngReader {
	private constructor(
		private readonly bytes: ByteReader,
		readonly header: PngHeader,
		/** Length of the first pixel chunk (IDAT), whose content comes next in the stream. */
		private readonly firstLength: number,
	) {}

	/**
	 * Reads everything before the pixels.
	 * @returns undefined if the file isn't a PNG or is broken
	 */
	static async open(chunks: Chunks): Promise<PngReader | undefined> {
		const bytes = new ByteReader(chunks);
		await bytes.skip(8);
		let header: PngHeader | undefined;
		for (;;) {
			const chunk = await nextChunk(bytes);
			if (chunk?.type === 'IDAT' && header) return new PngReader(bytes, header, chunk.length);
			if (!chunk || chunk.type === 'IDAT' || chunk.type === 'IEND') break;
			if (chunk.type === 'IHDR') header = readHeader(await bytes.take(13));
			else if (chunk.type === 'PLTE' && header && chunk.length <= 768) {
				header.palette = (await bytes.take(chunk.length))?.slice();
			} else if (chunk.type === 'tRNS' && header && chunk.length <= 256) {
				header.transparency = (await bytes.take(chunk.length))?.slice();
			} else await bytes.skip(chunk.length);
			await bytes.skip(4);
		}
		await bytes.close();
		return undefined;
	}

	/** The compressed pixels (zlib). */
	async *data(): AsyncGenerator<Uint8Array> {
		let chunk: Chunk | undefined = { type: 'IDAT', length: this.firstLength };
		while (chunk?.type === 'IDAT') {
			yield* this.bytes.pass(chunk.length);
			await this.bytes.skip(4);
			chunk = await nextChunk(this.bytes);
		}
	}

	/** Closes the stream. */
	async close(): Promise<void> {
		await this.bytes.close();
	}
}

interface Chunk {
	type: string;
	/** bytes */
	length: number;
}

async function nextChunk(bytes: ByteReader): Promise<Chunk | undefined> {
	const head = await bytes.take(8);
	if (!head) return undefined;
	const view = new DataView(head.buffer, head.byteOffset, 8);
	return { length: view.getUint32(0), type: text(view, 4, 4) };
}

function readHeader(bytes: Uint8Array | undefined): PngHeader | undefined {
	if (!bytes) return undefined;
	const view = new DataView(bytes.buffer, bytes.byteOffset, 13);
	const [bitDepth, colorType] = [view.getUint8(8), view.getUint8(9)];
	const samples = SAMPLES[colorType];
	if (!samples || ![1, 2, 4, 8, 16].includes(bitDepth)) return undefined;
	return {
		width: view.getUint32(0),
		height: view.getUint32(4),
		bitDepth,
		colorType,
		samples,
		isInterlaced: view.getUint8(12) === 1,
	};
}
