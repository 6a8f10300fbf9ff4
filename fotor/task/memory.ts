import { createHash } from 'node:crypto';
import type { IExecuteFunctions } from 'n8n-workflow';

import { clock } from '../clock';
import { isTool } from '../host';
import type { Accepted } from './details';
import { OpenTasks } from './openTasks';
import { slotIn, SlotNames } from './slotNames';

/** A paid task, or a submission that has no clear answer. `form` is a hash of the node's fields. */
type Entry = (Accepted | { uncertain: true; submittedAt?: number }) & { form?: string };

interface Notes {
	run: number;
	items: Record<string, Entry>;
}

/** Entries that a call is using, by the notes that hold them. */
const inUse = new WeakMap<Notes, Set<string>>();

/** The entry names in each `Notes` object. */
const namesOf = new WeakMap<Notes, SlotNames>();

/** Tasks that tool calls left unfinished, for later calls, whether in another execution or in none. */
export const openTasks = new OpenTasks<Entry>();

/**
 * Keeps submissions in the node's execution context, which n8n saves with the execution and hands to Retry On Fail and
 * to Retry alike.
 *
 * A node keeps the current run only: a loop's next round is a new run and pays for its own tasks. An item finds its task
 * again if its request is the same or if the node's fields are: an expression may produce a different value each time.
 *
 * An agent's host increments the run index on every try. There, a call takes over an entry of the same request that
 * no other call is using, and the entry is removed once the result is delivered. A call that finds none takes over what
 * a call in another execution left open for the same request and credential: some hosts keep nothing between calls.
 */
export class TaskMemory {
	private readonly notes: Notes;
	private readonly isTool: boolean;
	/** Hash of the node's fields as they are saved, expressions included. */
	private readonly form: string;
	private readonly mine = new Set<string>();
	private readonly names: SlotNames;
	private readonly credentialId: string;

	constructor(context: IExecuteFunctions) {
		this.isTool = isTool(context);
		const run = this.isTool ? 0 : Number(context.getWorkflowDataProxy(0).$runIndex ?? 0);
		const stored = contextOf(context);
		const { fotor } = stored;
		this.notes = fotor && fotor.run === run ? fotor : { run, items: {} };
		stored.fotor = this.notes;
		this.names = namesOf.get(this.notes) ?? new SlotNames(Object.keys(this.notes.items));
		namesOf.set(this.notes, this.names);
		const { parameters, credentials } = context.getNode();
		this.form = hashOf({ parameters, credentials });
		this.credentialId = credentials?.fotorApi?.id ?? '';
	}

	/** The key of a request: slot, path and a hash of the user's input. Without `file`, the slot is the item's index. */
	key(slot: number | string, request: { baseUrl: string; path: string; body: unknown }): string {
		return `${slot}:${request.path}:${hashOf(request)}`;
	}

	/** The paid task of this item, if it has one. */
	task(key: string): Accepted | undefined {
		const entry = this.find(key);
		return entry && 'taskId' in entry ? entry : undefined;
	}

	/** True if the submission was sent before and has no clear answer. */
	isUncertain(key: string): boolean {
		const entry = this.find(key);
		return entry !== undefined && 'uncertain' in entry;
	}

	remember(key: string, { taskId, submittedAt }: Accepted): void {
		this.put(key, { taskId, submittedAt, form: this.form });
	}

	rememberUncertain(key: string): void {
		this.put(key, { uncertain: true, submittedAt: clock.now(), form: this.form });
	}

	/** A task that ended without a result is not waited for again. */
	forget(key: string): void {
		const name = this.nameOf(key);
		if (!name) return;
		delete this.notes.items[name];
		this.names.delete(name);
	}

	/** An agent's next call with the same arguments pays for a task of its own. */
	delivered(key: string): void {
		if (this.isTool) this.forget(key);
	}

	/** Lets other calls take over what this one has not finished. */
	release(): void {
		for (const name of this.mine) {
			inUse.get(this.notes)?.delete(name);
			const entry = this.notes.items[name];
			if (this.isTool && entry) {
				openTasks.leave(this.sharedKey(name), entry, entry.submittedAt ?? clock.now());
			}
		}
	}

	/** IDs of all paid tasks, those of earlier tries included. */
	taskIds(): string[] {
		return Object.values(this.notes.items).flatMap((entry) =>
			'taskId' in entry ? [entry.taskId] : [],
		);
	}

	/** IDs of tasks that this slot paid for before the node's fields were changed. */
	earlierTaskIds(slot: number | string): string[] {
		if (this.isTool) return [];
		return this.names.of(String(slot)).flatMap((name) => idOf(this.notes.items[name]) ?? []);
	}

	/** Slots whose submission has no clear answer, in the order of the items. */
	unansweredSlots(): string[] {
		const names = Object.entries(this.notes.items).filter(([, entry]) => 'uncertain' in entry);
		const slots = new Set(names.map(([name]) => slotIn(name)));
		return [...slots].sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10));
	}

	private find(key: string): Entry | undefined {
		const name = this.nameOf(key);
		if (name) {
			const entry = this.notes.items[name];
			if (this.isTool && !this.mine.has(name)) {
				openTasks.take(this.sharedKey(name), (open) => idOf(open) === idOf(entry));
			}
			this.claim(name);
			return entry;
		}
		const left = this.isTool ? openTasks.take(this.sharedKey(key)) : undefined;
		if (left) this.put(key, left);
		return left;
	}

	/** A name for the request that is the same in all executions. */
	private sharedKey(name: string): string {
		return `${this.credentialId}:${name.replace(/#\d+$/, '')}`;
	}

	/** The name of the entry that fits a request. */
	private nameOf(key: string): string | undefined {
		const { items } = this.notes;
		if (this.isTool) {
			const taken = inUse.get(this.notes);
			const fitting = this.names.of(slotIn(key)).filter((name) => isNameOf(name, key));
			// The call's own entry wins, even if one that another call left is listed before it.
			const own = fitting.find((name) => this.mine.has(name));
			return own ?? fitting.find((name) => !taken?.has(name));
		}
		if (items[key]) return key;
		return this.names.of(slotIn(key)).find((name) => items[name]?.form === this.form);
	}

	private put(key: string, entry: Entry): void {
		let name = this.nameOf(key) ?? key;
		if (this.isTool && !this.mine.has(name)) {
			// Never overwrites an entry that another call has left in the meantime.
			const { items } = this.notes;
			name = key;
			for (let copy = 2; items[name]; copy++) name = `${key}#${copy}`;
		}
		this.notes.items[name] = entry;
		this.names.add(name);
		this.claim(name);
	}

	private claim(name: string): void {
		const names = inUse.get(this.notes) ?? new Set();
		inUse.set(this.notes, names.add(name));
		this.mine.add(name);
	}
}

/** The part of the node's context that n8n saves. Hosts without an execution, such as n8n's agents, have none. */
function contextOf(context: IExecuteFunctions): { fotor?: Notes } {
	try {
		return context.getContext('node') as { fotor?: Notes };
	} catch {
		return {};
	}
}

function idOf(entry: Entry | undefined): string | undefined {
	return entry && 'taskId' in entry ? entry.taskId : undefined;
}

/** True for a key's entry, which has a number if several calls with the key ran at the same time. */
function isNameOf(name: string, key: string): boolean {
	return name === key || name.startsWith(`${key}#`);
}

function hashOf(value: unknown): string {
	return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32);
}
