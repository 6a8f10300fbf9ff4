import type { INodeParameters } from 'n8n-workflow';

import { priceOf } from '../docs/prices';

const prompt = 'a lighthouse at dawn';
const face = { imageBinaryProperty: 'portrait' };
const swap = { faceBinaryProperty: 'portrait', templateBinaryProperty: 'portrait' };
const replace = { prompt: 'a large red hot-air balloon', maskSource: 'binary' };
/** A headshot style from a related service (section 22). */
const headshot = { template: [{ templateId: '864756a6-2068-49a0-9329-a9c110147b71', count: 1 }] };
/** The cheapest request to a model from section 19. */
const generate = { prompt, model: 'gpt-image-2', aspectRatio: '3:2', resolution: '1k' };
const video = (mode: string, model = 'kling-v3') => ({
	...{ mode, model, prompt, duration: 5, resolution: '720p', aspectRatio: '16:9' },
	...{ endBinaryProperty: 'data', images: 'portrait, data' },
});
/** Fills a field with an image that no node would send, taken from the input item's JSON. */
const instead = (field: string, name: string) => ({
	options: { extraBodyFields: `={"${field}": "{{ $json.${name} }}"}` },
});

/** Each ID starts with the endpoint ID from the API reference. Image fields keep the defaults of the form. */
const PLAN: Array<[id: string, node: string, parameters?: INodeParameters]> = [
	['imgupscale', 'Upscaler'],
	['imgupscaleBeyond2048', 'Upscaler', { scale: 4, options: { maxWidth: 4096, maxHeight: 4096 } }],
	['retouchskin', 'SkinRetouch', face],
	['text2img', 'TextToImage', { prompt, aspectRatio: '16:9' }],
	['text2imgSizeId', 'TextToImage', { prompt, options: { sizeId: '6361e03bc09cb851c66328a4' } }],
	['img2img', 'ImageToImage'],
	['img2imgAbove1536', 'ImageToImage', instead('userImageUrl', 'above1536')],
	['backgroundremover', 'BackgroundRemover', { options: { uploadMethod: 'base64' } }],
	['backgroundremoverBareBase64', 'BackgroundRemover', instead('userImageUrl', 'bareBase64')],
	['backgroundremoverBody', 'BackgroundRemover', { ...face, subject: 'SegmentBody' }],
	['backgroundremoverObject', 'BackgroundRemover', { subject: 'SegmentCommonImage' }],
	['avatar', 'Headshot', { ...face, templates: headshot }],
	['colorize', 'Colorize'],
	['colorizeArtistic', 'Colorize', { options: { modelName: 'artistic' } }],
	['restoration', 'Restoration', { upscale: 2 }],
	['restorationSameSize', 'Restoration', { upscale: 1 }],
	['faceswap', 'FaceSwap', swap],
	['replacer', 'AiReplace', replace],
	['replacerSmallMask', 'AiReplace', { ...replace, ...instead('maskImageUrl', 'smallMask') }],
	['ecommercelistingset', 'ListingSet', { count: 1 }],
	['imagegeneration', 'ImageGenerator', generate],
	['imagegenerationReference', 'ImageGenerator', { ...generate, images: 'data' }],
	['text2video', 'VideoGenerator', video('text2video')],
	['img2video', 'VideoGenerator', video('img2video')],
	['startend2video', 'VideoGenerator', video('startend2video')],
	['character2video', 'VideoGenerator', video('character2video', 'viduq2')],
];
/** Matches the probes that run only with --all or --only. */
const COSTLY = /^ecommercelistingset|^imagegeneration|2video$/;

const probe = (node: string, parameters: INodeParameters = {}) => ({
	node: `n8n-nodes-fotor.fotor${node}`,
	parameters,
});
export type Probe = ReturnType<typeof probe>;
export const PROBES: Record<string, Probe> = Object.fromEntries(
	PLAN.map(([id, ...of]) => [id, probe(...of)]),
);

/** Reads the account's balance. Sent with a wrong key, this request shows how Fotor rejects keys. */
export const BALANCE = probe('', { resource: 'account', operation: 'getBalance' });

/** Calls that should be free. */
export const FREE_PROBES: Record<string, Probe> = {
	unknownTask: probe('', { operation: 'get', taskId: '0'.repeat(32) }),
	temporaryToken: probe('', { resource: 'account', operation: 'createTemporaryToken' }),
};
// These calls send no image. They show which paths exist and what a rejection looks like. Each body contains a field,
// because n8n sends no body for `{}`.
for (const name of 'imgupscale no-such-tool expand expander imgexpand facecutout'.split(' ')) {
	const form = { operation: 'submit', path: `/v1/aiart/${name}`, body: '{"content": ""}' };
	FREE_PROBES[`empty ${name}`] = probe('', { ...form, waitForCompletion: false });
}

/** @throws Error for an unknown ID */
export function chosenProbes(all: boolean, only: string[]): string[] {
	const ids = Object.keys(PROBES);
	const unknown = only.filter((id) => !ids.includes(id)).join(', ');
	if (unknown) throw new Error(`Unknown probe ${unknown}. Available: ${ids.join(', ')}`);
	return only.length ? only : ids.filter((id) => all || !COSTLY.test(id));
}

/** The endpoint ID in the API reference. */
export const endpointOf = (id: string): string => /^[a-z0-9]+/.exec(id)?.[0] ?? id;

/** Price in tokens of the one result a probe requests; undefined if Fotor publishes none. */
export const priceOfProbe = (id: string): number | undefined => priceOf(endpointOf(id)).tokens;
export const knownCost = (ids: string[]): number =>
	ids.reduce((sum, id) => sum + (priceOfProbe(id) ?? 0), 0);

/** Describes the maximum cost of a run. */
export function costWords(ids: string[]): string {
	const priced = ids.filter((id) => priceOfProbe(id) !== undefined).join(', ') || 'nothing';
	const others = ids.filter((id) => priceOfProbe(id) === undefined).join(', ') || 'nothing';
	return `  At most ${knownCost(ids)} tokens for ${priced}\n  No published price: ${others}`;
}
