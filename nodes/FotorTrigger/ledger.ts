import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';

import { isObject } from '../../fotor/values';
import { clock } from '../../fotor/clock';
import {
	isRepeat,
	readSeen,
	RecentCalls,
	remember,
	writeSeen,
	type Seen,
} from '../../fotor/webhook/recent';
import { whenReplied } from './replyHooks';

/**
 * ms. For each call, n8n loads the static data and saves it later. Even a busy n8n instance saves it within this time.
 */
const RETENTION = 600_000;

/** Shared by all calls that this process handles. */
const recent = new RecentCalls(RETENTION);

/** Static data of the calls that n8n is still handling, by trigger. */
const unsaved = new Map<string, IDataObject[]>();
/** Maximum number of entries per trigger. n8n never handles that many calls at the same time. */
const MAX_UNSAVED = 200;

/** Keys of calls for which n8n couldn't start the workflow, by trigger. The static data may still contain them. */
const dropped = new Map<string, Set<string>>();
const MAX_DROPPED = 1_000;

/**
 * The calls that have started this workflow. Calls from the last 10 minutes are kept in this process, and earlier calls
 * in n8n's static data. See docs/trigger.md, "Repeated calls".
 */
export class CallLedger {
	private readonly trigger: string;
	private loaded?: IDataObject;
	/** The stored list, both as text and in parsed form. The list is parsed again only if its text has changed. */
	private parsed?: { text: unknown; calls: Seen[] };

	constructor(
		private readonly context: IWebhookFunctions,
		private readonly isOn: boolean,
	) {
		this.trigger = `${context.getWorkflow().id}/${context.getNode().id}`;
	}

	has(call: Seen): boolean {
		if (!this.isOn) return false;
		return recent.hasRepeat(this.trigger, call, clock.now()) || isRepeat(this.stored(), call);
	}

	/**
	 * Adds a call unless the same call has been added in the meantime. This method is synchronous, because otherwise
	 * two identical calls could both pass the check.
	 * @param isPending true if the execution starts later. Until then, the call isn't stored. If n8n stops before
	 * then, a repeat of the call can still start the workflow
	 * @returns false for a repeat
	 */
	tryAdd(call: Seen, isPending = false): boolean {
		if (!this.isOn) return true;
		if (this.has(call)) return false;
		dropped.get(this.trigger)?.delete(call.key);
		recent.add(this.trigger, call, clock.now(), isPending);
		this.store();
		const others = (unsaved.get(this.trigger) ?? []).slice(1 - MAX_UNSAVED);
		unsaved.set(this.trigger, [...others, this.data()]);
		whenReplied(this.context, (status) => {
			// n8n couldn't start the workflow, so the caller might send the call again.
			if (status !== 200) this.drop(call);
			// By now, n8n has saved the data, unless the reply was sent early. In that case, `markStarted` stores the
			// call again.
			this.stopUpdating();
		});
		return true;
	}

	/**
	 * Stores all recent calls in the static data of every call in progress, because n8n saves each call's copy as a
	 * whole, and any copy may be saved last. Call this again when n8n reads the reply (see `whenReplyIsRead`).
	 */
	store(): void {
		if (!this.isOn) return;
		const calls = writeSeen(remember(this.stored(), ...recent.latest(this.trigger, clock.now())));
		const others = unsaved.get(this.trigger) ?? [];
		for (const data of [this.data(), ...others]) data.recentCalls = calls;
	}

	/** Stores a pending call whose execution is about to start. */
	markStarted(call: Seen): void {
		recent.markStarted(this.trigger, call);
		this.store();
	}

	private drop(call: Seen): void {
		if (!recent.drop(this.trigger, call)) return;
		const keys = dropped.get(this.trigger) ?? new Set<string>();
		dropped.set(this.trigger, keys.add(call.key));
		for (const oldest of keys) {
			if (keys.size <= MAX_DROPPED) break;
			keys.delete(oldest);
		}
		for (const data of unsaved.get(this.trigger) ?? []) {
			data.recentCalls = writeSeen(this.withoutDropped(readSeen(data.recentCalls)));
		}
	}

	private stopUpdating(): void {
		const own = this.data();
		const others = (unsaved.get(this.trigger) ?? []).filter((data) => data !== own);
		if (others.length > 0) unsaved.set(this.trigger, others);
		else unsaved.delete(this.trigger);
	}

	private stored(): Seen[] {
		const { recentCalls } = this.data();
		if (recentCalls !== this.parsed?.text) {
			this.parsed = { text: recentCalls, calls: readSeen(recentCalls) };
		}
		return this.withoutDropped(this.parsed?.calls ?? []);
	}

	private withoutDropped(calls: Seen[]): Seen[] {
		const keys = dropped.get(this.trigger);
		return keys?.size ? calls.filter(({ key }) => !keys.has(key)) : calls;
	}

	private data(): IDataObject {
		if (!this.loaded) {
			const data: unknown = this.context.getWorkflowStaticData('node');
			// Handles the call even if other code has replaced the static data with something else.
			this.loaded = isObject(data) ? (data as IDataObject) : {};
		}
		return this.loaded;
	}
}
