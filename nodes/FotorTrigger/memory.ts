import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';

import { isObject } from '../../fotor/values';
import { clock } from '../../fotor/clock';
import {
	Burst,
	isRepeat,
	readSeen,
	remember,
	writeSeen,
	type Seen,
} from '../../fotor/webhook/recent';
import { whenReplied } from './replyHooks';

/** ms: longer than a call can wait in a busy n8n, from the loading of the static data to their saving. */
const SPAN = 600_000;

/** Shared by all calls of this process. */
const burst = new Burst(SPAN);

/** The static data of the newest calls, by trigger, until n8n has saved them. */
const unsaved = new Map<string, IDataObject[]>();
/** More than n8n works on at once. */
const MOST_UNSAVED = 200;

/** Calls, by trigger, that n8n could not start the workflow for, and that may stand in static data all the same. */
const revoked = new Map<string, Set<string>>();
const MOST_REVOKED = 1_000;

/**
 * The calls that have started this workflow: of the last moments for sure, earlier ones as n8n's static data
 * has them. See docs/trigger.md, "Repeated calls".
 */
export class CallMemory {
	private readonly trigger: string;
	private loaded?: IDataObject;
	private read?: { text: unknown; calls: Seen[] };

	constructor(
		private readonly context: IWebhookFunctions,
		private readonly isOn: boolean,
	) {
		this.trigger = `${context.getWorkflow().id}/${context.getNode().id}`;
	}

	knows(call: Seen): boolean {
		if (!this.isOn) return false;
		return burst.hasRepeat(this.trigger, call, clock.now()) || isRepeat(this.stored(), call);
	}

	/**
	 * Takes a call, unless another one was faster: nothing may be awaited between the two steps.
	 * @param isHeld while its files are fetched a call has no execution: if n8n ends before, it must not be known
	 */
	take(call: Seen, isHeld = false): boolean {
		if (!this.isOn) return true;
		if (this.knows(call)) return false;
		revoked.get(this.trigger)?.delete(call.key);
		burst.add(this.trigger, call, clock.now(), isHeld);
		this.refresh();
		const others = (unsaved.get(this.trigger) ?? []).slice(1 - MOST_UNSAVED);
		unsaved.set(this.trigger, [...others, this.data()]);
		whenReplied(this.context, (status) => {
			// n8n replies with an error when it could not start the workflow; the caller may come again then.
			if (status !== 200) this.revoke(call);
			// n8n replies when it has saved the data; a call that was answered early is saved last, see `refresh`.
			this.release();
		});
		return true;
	}

	/**
	 * Writes down all calls of the last moments: n8n saves the data of each call as a whole, in whatever order. To be
	 * called once more when n8n is about to reply: before that, n8n 2.41 makes another workflow of the same data, which
	 * takes the mark off that they have changed.
	 */
	refresh(): void {
		if (!this.isOn) return;
		const calls = writeSeen(remember(this.stored(), ...burst.latest(this.trigger, clock.now())));
		const others = unsaved.get(this.trigger) ?? [];
		for (const data of [this.data(), ...others]) data.recentCalls = calls;
	}

	/** Has a held call written down: its execution is about to start. */
	letGo(call: Seen): void {
		burst.letGo(this.trigger, call);
		this.refresh();
	}

	private revoke(call: Seen): void {
		if (!burst.drop(this.trigger, call)) return;
		const keys = revoked.get(this.trigger) ?? new Set<string>();
		revoked.set(this.trigger, keys.add(call.key));
		for (const oldest of keys) {
			if (keys.size <= MOST_REVOKED) break;
			keys.delete(oldest);
		}
		for (const data of unsaved.get(this.trigger) ?? []) {
			data.recentCalls = writeSeen(this.kept(readSeen(data.recentCalls)));
		}
	}

	private release(): void {
		const mine = this.data();
		const others = (unsaved.get(this.trigger) ?? []).filter((data) => data !== mine);
		if (others.length > 0) unsaved.set(this.trigger, others);
		else unsaved.delete(this.trigger);
	}

	/** The list as it is stored; read once as long as it stays the same. */
	private stored(): Seen[] {
		const { recentCalls } = this.data();
		if (recentCalls !== this.read?.text) {
			this.read = { text: recentCalls, calls: readSeen(recentCalls) };
		}
		return this.kept(this.read?.calls ?? []);
	}

	private kept(calls: Seen[]): Seen[] {
		const gone = revoked.get(this.trigger);
		return gone?.size ? calls.filter(({ key }) => !gone.has(key)) : calls;
	}

	private data(): IDataObject {
		if (!this.loaded) {
			const data: unknown = this.context.getWorkflowStaticData('node');
			// Whoever has written something else there, it must not keep the call out.
			this.loaded = isObject(data) ? (data as IDataObject) : {};
		}
		return this.loaded;
	}
}
