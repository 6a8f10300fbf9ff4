import { readFileSync } from 'node:fs';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import axios from 'axios';

/** An S3-compatible store on loopback. */
export interface S3 {
	/** Fields of n8n's S3 credential. */
	credential: Record<string, string | boolean>;
	/** Reads the bytes of a stored object. */
	read(bucket: string, name: string): Promise<Buffer>;
	write(bucket: string, name: string, bytes: Buffer): Promise<void>;
	/** The names of all objects, sorted. */
	list(bucket: string): Promise<string[]>;
	close(): Promise<void>;
}

interface Server {
	run(): Promise<{ port: number }>;
	close(): Promise<void>;
}

/** `@20minutes/s3rver` has no type definitions. */
const S3rver = createRequire(__filename)('@20minutes/s3rver') as new (options: object) => Server;

/** Starts a store with one publicly readable bucket. */
export async function startS3(directory: string, bucket: string): Promise<S3> {
	const server = new S3rver({
		address: '127.0.0.1',
		port: 0,
		silent: true,
		directory,
		configureBuckets: [{ name: bucket, configs: [readFileSync(WEBSITE)] }],
	});
	const { port } = await server.run();
	const endpoint = `http://127.0.0.1:${port}`;
	return {
		credential: {
			endpoint,
			region: 'us-east-1',
			accessKeyId: 'S3RVER',
			secretAccessKey: 'S3RVER',
			forcePathStyle: true,
		},
		async read(from, name) {
			const reply = await axios.get<ArrayBuffer>(`${endpoint}/${from}/${name}`, {
				responseType: 'arraybuffer',
			});
			return Buffer.from(reply.data);
		},
		async write(to, name, bytes) {
			const object = join(directory, to, `${name}._S3rver_object`);
			await mkdir(dirname(object), { recursive: true });
			await writeFile(object, bytes);
			await writeFile(
				join(directory, to, `${name}._S3rver_metadata.json`),
				JSON.stringify({ 'content-type': 'application/octet-stream' }),
			);
		},
		async list(bucket) {
			const names = await readdir(join(directory, bucket), { recursive: true });
			const objects = names.filter((name) => name.endsWith('._S3rver_object'));
			return objects.map((name) => name.replace('._S3rver_object', '')).sort();
		},
		close: async () => await server.close(),
	};
}

/** Configuration that makes the bucket a website, so its files can be read without a signature. */
const WEBSITE = createRequire(__filename).resolve('@20minutes/s3rver/example/website.xml');
