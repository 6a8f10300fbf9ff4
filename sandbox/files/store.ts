import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, mkdtempSync, writeFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** A file to serve. */
export interface StoredFile {
	/** Path on disk. */
	file: string;
	bytes: number;
	contentType: string;
}

/** Stores files in a temporary directory, to keep images and uploads out of memory. */
export class FileStore {
	private readonly directory = mkdtempSync(join(tmpdir(), 'fotor-sandbox-'));

	async save(data: Buffer, contentType: string): Promise<StoredFile> {
		const file = this.newName();
		await writeFile(file, data);
		return { file, bytes: data.length, contentType };
	}

	saveNow(data: Buffer, contentType: string): StoredFile {
		const file = this.newName();
		writeFileSync(file, data);
		return { file, bytes: data.length, contentType };
	}

	/** Writes a stream to disk as it arrives. Calls `onBytes` for each chunk. */
	async saveStream(
		data: Readable,
		contentType: string,
		onBytes: (bytes: number) => void,
	): Promise<StoredFile> {
		const file = this.newName();
		let bytes = 0;
		const counter = new Transform({
			transform(chunk: Buffer, _encoding, done) {
				bytes += chunk.length;
				onBytes(chunk.length);
				done(null, chunk);
			},
		});
		await pipeline(data, counter, createWriteStream(file));
		return { file, bytes, contentType };
	}

	async remove(): Promise<void> {
		await rm(this.directory, { recursive: true, force: true, maxRetries: 3 });
	}

	private newName(): string {
		return join(this.directory, randomUUID());
	}
}

export const readStored = ({ file }: StoredFile): Readable => createReadStream(file);

const TYPES: Record<string, string> = {
	jpg: 'image/jpeg',
	jpeg: 'image/jpeg',
	png: 'image/png',
	webp: 'image/webp',
	gif: 'image/gif',
	avif: 'image/avif',
	heic: 'image/heic',
	heif: 'image/heif',
	bmp: 'image/bmp',
	svg: 'image/svg+xml',
	mp4: 'video/mp4',
	txt: 'text/plain; charset=utf-8',
	html: 'text/html; charset=utf-8',
	json: 'application/json',
};

/** Media type by file extension. */
export function typeByName(name: string): string {
	const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
	return TYPES[ending] ?? 'application/octet-stream';
}
