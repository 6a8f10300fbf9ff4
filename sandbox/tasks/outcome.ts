import type { StoredPicture } from './results';
import { listingEntries } from './listing';
import { avatarTemplates } from '../pictures/avatar';
import { newId } from './task';
import type { AvatarGroup, SandboxOptions, SandboxTask } from '../types';

/** A result and the URL it is served at. */
export interface PlacedPicture extends StoredPicture {
	url: string;
}

/** The fields to add to a completed task: its image URLs, in the format that its endpoint uses. */
export function outcome(
	task: SandboxTask,
	pictures: readonly PlacedPicture[],
	options: SandboxOptions,
): Partial<SandboxTask> {
	const urls = pictures.map(({ url }) => url);
	// Headshots are in avatarResult only; resultUrl stays empty (section 5).
	if (task.type === 'avatar') return { avatarResult: avatarGroups(task, urls) };
	if (task.type === 'ecommercelistingset') {
		const { result, resultUrl } = listingEntries(task.body, urls, options);
		// A set with status 1 may include failed scenes (section 20). Treating a set without any results as failed is
		// the sandbox's own choice.
		return resultUrl === ''
			? { status: 2, msg: 'no scene could be made', result }
			: { resultUrl, result };
	}
	return { resultUrl: urls[0] ?? '' };
}

function avatarGroups({ body }: SandboxTask, urls: readonly string[]): AvatarGroup[] {
	const rest = [...urls];
	return avatarTemplates(body).map(({ templateId, num }) => ({
		templateId,
		images: rest.splice(0, num).map((url) => ({ id: newId(), url, hasHsfw: false })),
	}));
}
