import { GRACE } from '../api/bodyTime';
import { throwIfCancelled, TIMEOUT } from '../api/request';
import { clock, within } from '../clock';
import { tooLate } from './signedUpload';

/**
 * The time after which an upload isn't worth continuing. It is extended when an item with more time needs the same
 * file.
 */
export interface SharedDeadline {
	/** Unix ms */
	deadline: number;
}

/** Uploads each distinct file once per run, no matter how many items need it or how much time each item has. */
export class SharedUploads {
	private readonly made = new Map<string, SharedDeadline & { url: Promise<string> }>();

	constructor(private readonly signal: AbortSignal | undefined) {}

	/**
	 * @param key identifies the content
	 * @param label the file's label in the form, for messages
	 * @param deadline this item's own deadline, Unix ms
	 * @param upload called unless the same content has been uploaded or is being uploaded
	 * @returns the URL from which Fotor reads the file
	 * @throws Failure if the upload fails (failures aren't cached), or if this item's time is up
	 */
	async url(
		key: string,
		label: string,
		deadline: number,
		upload: (shared: SharedDeadline) => Promise<string>,
	): Promise<string> {
		let shared = this.made.get(key);
		if (shared) shared.deadline = Math.max(shared.deadline, deadline);
		else {
			const own: SharedDeadline = { deadline };
			shared = Object.assign(own, { url: upload(own) });
			this.made.set(key, shared);
			shared.url.catch(() => this.made.delete(key));
		}
		const left = Math.max(0, deadline - clock.now()) + LAST_ATTEMPT;
		const url = await within(left, shared.url, this.signal);
		if (url !== undefined) return url;
		throwIfCancelled(this.signal);
		throw tooLate(label);
	}
}

/** How long an attempt begun just before the deadline may take to get an upload URL and then send the file, ms. */
const LAST_ATTEMPT = TIMEOUT.poll + GRACE;
