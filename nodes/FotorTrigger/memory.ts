import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';

import { clock } from '../../fotor/clock';
import {
	Burst,
	isRepeat,
	readSeen,
	remember,
	writeSeen,
	type Seen,
} from '../../fotor/webhook/recent';

/** ms: longer than a call can wait in a busy n8n, from the loading of the static data to their saving. */
const SPAN = 600_000;

/** Shared by all calls of this process. */
const burst = new Burst(SPAN);

/** The static data of the newest calls, by trigger: n8n saves them when it has started the workflow. */
const unsaved = new Map<string, IDataObject[]>();
/** More than n8n works on at once. */
const MOST_UNSAVED = 200;

/** The part of the response used here. */
interface Response {
	statusCode: number;
	once?(event: 'finish', listener: () => void): void;
}

/**
 * The calls that have started this workflow: of the last moments for sure, earlier ones as n8n's static data
 * has them. See docs/trigger.md, "Repeated calls".
 */
export class CallMemory {
	private readonly trigger: string;

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

	/** Takes a call, unless another one was faster: nothing may be awaited between the two steps. */
	take(call: Seen): boolean {
		if (!this.isOn) return true;
		if (this.knows(call)) return false;
		burst.add(this.trigger, call, clock.now());
		this.dropUnlessStarted(call);
		// n8n saves the data of each call as a whole, in whatever order: each gets all calls of the same time.
		const calls = writeSeen(remember(this.stored(), ...burst.latest(this.trigger, clock.now())));
		const others = (unsaved.get(this.trigger) ?? []).slice(1 - MOST_UNSAVED);
		unsaved.set(this.trigger, [...others, this.data()]);
		for (const data of [...others, this.data()]) data.recentCalls = calls;
		return true;
	}

	/** n8n replies with 500 when it could not start the workflow; the caller may come again then. */
	private dropUnlessStarted(call: Seen): void {
		const response = this.context.getResponseObject() as Response | undefined;
		response?.once?.('finish', () => {
			if (response.statusCode >= 500) burst.drop(this.trigger, call);
		});
	}

	private stored(): Seen[] {
		return readSeen(this.data().recentCalls);
	}

	private data(): IDataObject {
		return this.context.getWorkflowStaticData('node');
	}
}
