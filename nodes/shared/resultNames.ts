import { picturesOf } from '../../fotor/image/picture';
import { stemOfPicture } from '../../fotor/image/pictureName';
import type { Job, RefusedJob } from '../../fotor/run';

/**
 * Names the results of a run after the input and the tool, without an extension, as in "bottle-no-background". No two
 * of these names are the same. A name that the user has set is kept, with a number added if an item has several files.
 * If the input has no name, the result doesn't get one either.
 * @param entries the jobs by item
 * @param slug the tool's part of the file names
 * @param namedAfter the body field whose image gives the result its name. Default: the first image with a name
 */
export function nameResults(
	entries: Array<Array<Job | RefusedJob>>,
	slug: string,
	namedAfter?: string,
): void {
	const names = new Names();
	for (const jobs of entries) {
		const stems = jobs.map((job) => (job.kind === 'task' ? stemOfJob(job, namedAfter) : ''));
		const counts = new Map<string, number>();
		for (const stem of stems) counts.set(low(stem), (counts.get(low(stem)) ?? 0) + 1);
		for (const [index, job] of jobs.entries()) {
			if (job.kind !== 'task') continue;
			const { file, settings } = job;
			const own = settings.fileName.trim();
			const stem = stems[index] || file || '';
			const isShared = (counts.get(low(stem)) ?? 0) > 1;
			const name = [stem, ...(file && isShared ? [file] : []), slug].join('-');
			if (own && file !== undefined) settings.fileName = numbered(own, index + 1);
			else if (!own && stem) settings.fileName = names.free(name);
		}
	}
}

function numbered(fileName: string, number: number): string {
	const [, stem = '', ending = ''] = /^(.*?)(\.[a-z0-9]{2,5})?$/is.exec(fileName) ?? [];
	return `${stem}-${number}${ending}`;
}

/** Some file systems ignore case. */
const low = (name: string): string => name.toLowerCase();

/** The names that are already taken. */
class Names {
	private readonly taken = new Set<string>();
	private readonly last = new Map<string, number>();

	/** Returns the name, with a number appended if the name is already taken. */
	free(name: string): string {
		let candidate = name;
		let number = this.last.get(low(name)) ?? 1;
		while (this.taken.has(low(candidate))) candidate = `${name}_${++number}`;
		this.last.set(low(name), number);
		this.taken.add(low(candidate));
		return candidate;
	}
}

function stemOfJob({ body }: Job, namedAfter: string | undefined): string {
	const pictures = picturesOf(namedAfter === undefined ? body : body[namedAfter]);
	return pictures.map(stemOfPicture).find(Boolean) ?? '';
}
