import { sceneNames } from '../pictures/ecommercelistingset';
import type { ListingForm, SandboxOptions } from '../types';

export interface ListingScene {
	name: string;
	success: boolean;
	url?: string;
	error?: string;
}

/** The `result` and `resultUrl` of a listing set (section 20), made from the URLs of its images, one per scene. */
export function listingEntries(
	body: Record<string, unknown>,
	urls: readonly string[],
	{ listingForm = 'pairs', failingScenes = [] }: SandboxOptions,
): { result: unknown[]; resultUrl: string } {
	const scenes = sceneNames(body).map((name, at): ListingScene => {
		const fails = failingScenes.includes(at) || failingScenes.includes(name);
		return fails
			? { name, success: false, error: 'generation failed' }
			: { name, success: true, url: urls[at] ?? '' };
	});
	return {
		result: inForm(scenes, listingForm),
		resultUrl: scenes.find(({ success }) => success)?.url ?? '',
	};
}

function inForm(scenes: ListingScene[], form: ListingForm): unknown[] {
	if (form === 'objects') return scenes;
	if (form === 'urls') return scenes.flatMap(({ url }) => (url === undefined ? [] : [url]));
	return scenes.map((scene) =>
		Object.entries(scene).map(([Key, value]) => ({ Key, Value: String(value) })),
	);
}
