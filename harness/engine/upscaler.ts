import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import sharp from 'sharp';

import { FotorApi } from '../../credentials/FotorApi.credentials';
import { FotorAiReplace } from '../../nodes/FotorAiReplace/FotorAiReplace.node';
import { FotorUpscaler } from '../../nodes/FotorUpscaler/FotorUpscaler.node';
import { startSandbox, type Sandbox, type SandboxOptions } from '../../sandbox';
import {
	createEngine,
	type Engine,
	type EngineOptions,
	type NodeSettings,
	type RunOptions,
	type RunResult,
} from './core';

export const UPSCALER = 'n8n-nodes-fotor.fotorUpscaler';
export const AI_REPLACE = 'n8n-nodes-fotor.fotorAiReplace';

export interface UpscaleOptions extends Omit<RunOptions, 'input'> {
	/** Number of items, each with its own image URL, or the items themselves. */
	items?: number | INodeExecutionData[];
	/** Values of the node's options. */
	options?: INodeParameters;
	/** Values of the node's other fields. */
	parameters?: INodeParameters;
	node?: NodeSettings;
	/** True to send the image as a file instead of a URL. */
	asFile?: boolean;
}

export interface UpscalerSetup {
	readonly engine: Engine;
	readonly sandbox: Sandbox;
	close(): Promise<void>;
	/** A tiny PNG. */
	readonly picture: Buffer;
	/** URL of item n's image. Each item has a different URL, but the pixels are the same. */
	pictureUrl(n: number): string;
	/** Runs the upscaler with one task per item. */
	upscale(options?: UpscaleOptions): Promise<RunResult>;
	/** Changes the credential. Without arguments, restores the credential for the sandbox. */
	credential(data?: { apiKey?: string; baseUrl?: string }): void;
}

/** Starts a sandbox and the engine, and returns shortcuts for running nodes on tiny images. */
export async function startUpscaler(
	options: EngineOptions & { sandbox?: SandboxOptions } = {},
): Promise<UpscalerSetup> {
	const sandbox = await startSandbox({ taskDurationMs: 20, ...options.sandbox });
	const engine = await createEngine(options);
	engine.addCredential(new FotorApi(), { apiKey: sandbox.apiKey, baseUrl: sandbox.url });
	engine.addNode(UPSCALER, new FotorUpscaler());
	engine.addNode(AI_REPLACE, new FotorAiReplace());
	const picture = await sharp({
		create: { width: 8, height: 6, channels: 3, background: '#4080c0' },
	})
		.png()
		.toBuffer();
	const published = sandbox.publish('tiny.png', picture);
	const pictureUrl = (n: number) => `${published}?n=${n}`;

	return {
		engine,
		sandbox,
		close: async () => await sandbox.close(),
		picture,
		pictureUrl,
		credential: ({ apiKey = sandbox.apiKey, baseUrl = sandbox.url } = {}) =>
			engine.addCredential(new FotorApi(), { apiKey, baseUrl }),
		async upscale({ items = 1, options: form, parameters, node, asFile, ...run } = {}) {
			const input = Array.isArray(items)
				? items
				: await Promise.all(
						Array.from({ length: items }, async (_, n) => ({
							json: { n, url: pictureUrl(n) },
							...(asFile ? { binary: await engine.file(picture, `${n}.png`, 'image/png') } : {}),
						})),
					);
			return await engine.run(
				UPSCALER,
				{
					scale: 2,
					imageSource: asFile ? 'binary' : 'url',
					imageUrl: '={{ $json.url }}',
					...parameters,
					options: form ?? {},
				},
				{ ...run, input, node: { waitBetweenTries: 1, ...node } },
			);
		},
	};
}

/** All messages that a user sees after a failed run, from the node or from its items. */
export function textsOf({ error, items, errors }: RunResult): string[] {
	const told = error ? [[error.message, error.description].filter(Boolean).join('. ')] : [];
	const kept = [...items, ...errors].flatMap(({ json }) =>
		typeof json.error === 'string' ? [json.error] : [],
	);
	return [...told, ...kept];
}

export function textOf(result: RunResult): string {
	return textsOf(result).join('\n');
}
