import type { IWebhookFunctions } from 'n8n-workflow';

import { clock } from '../../fotor/clock';
import { Burst, isRepeat, readSeen, remember, type Seen } from '../../fotor/webhook/recent';

/** ms: longer than a verification takes, short enough that a call which n8n could not start may come again. */
const SPAN = 30_000;

/** Shared by all calls of this process. */
const burst = new Burst(SPAN);

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
		// With the calls that came at the same time, which would otherwise overwrite each other. Written as a
		// whole: n8n saves what it sees changing at the top.
		const calls = remember(this.stored(), ...burst.latest(this.trigger, clock.now()));
		this.context.getWorkflowStaticData('node').recentCalls = calls as never;
		return true;
	}

	private stored(): Seen[] {
		return readSeen(this.context.getWorkflowStaticData('node').recentCalls);
	}
}
