import { createHash } from 'node:crypto';
import type { IExecuteFunctions } from 'n8n-workflow';

import { clock } from '../clock';
import { isTool } from '../host';
import type { Accepted } from './details';
import { OpenTasks } from './openTasks';
import { slotIn, SlotNames } from './slotNames';

/** A paid task, or a submission that got no clear answer. `form` is a hash of the node's fields. */
type Entry = (Accepted | { uncertain: true; submittedAt?: number }) & { form?: string };

interface Notes {
	run: number;
	items: Record<string, Entry>;
}

/** For each `Notes` object, the names of its entries that calls are using at the moment. */
const inUse = new WeakMap<Notes, Set<string>>();

/** For each `Notes` object, the names of its entries. */
const namesOf = new WeakMap<Notes, SlotNames>();

/**
 * Tasks that tool calls left unfinished. Later calls can take them over, whether in another execution or outside of
 * one.
 */
export const openTasks = new OpenTasks<Entry>();

/**
 * Remembers submissions in the node's execution context. n8n saves this context with the execution, and passes it on
 * to both Retry On Fail and Retry.
 *
 * Only submissions from the node's current run are kept: a loop's next round is a new run and pays for its own tasks.
 * An item finds its task again if either its request or the node's fields are the same. The request alone isn't enough,
 * because an expression may produce a different value each time.
 *
 * An agent's host increments the run index on every try, so an agent's call ignores the run index. The call takes
 * over an entry for the same request if no other call is using that entry. The entry is removed once the result is
 * delivered. Some hosts keep no context between calls. Therefore, a call that finds no entry takes over an entry that a
 * call in another execution left open for the same request and credential.
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

	/**
	 * The key of a request: slot, path and a hash of the user's input. If an item has only one task, the slot is the
	 * item's index.
	 */
	key(slot: number | string, request: { baseUrl: string; path: string; body: unknown }): string {
		return `${slot}:${request.path}:${hashOf(request)}`;
	}

	/** The paid task of this item, if it has one. */
	task(key: string): Accepted | undefined {
		const entry = this.find(key);
		return entry && 'taskId' in entry ? entry : undefined;
	}

	/** True if the request was submitted before and got no clear answer. */
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

	/** Forgets a task that ended without a result, so nothing waits for it again. */
	forget(key: string): void {
		const name = this.nameOf(key);
		if (!name) return;
		delete this.notes.items[name];
		this.names.delete(name);
	}

	/** Forgets an agent's task once it is delivered, so the next call with the same arguments pays for a new task. */
	delivered(key: string): void {
		if (this.isTool) this.forget(key);
	}

	/** Lets other calls take over what this call has not finished. */
	release(): void {
		for (const name of this.mine) {
			inUse.get(this.notes)?.delete(name);
			const entry = this.notes.items[name];
			if (this.isTool && entry) {
				openTasks.leave(this.sharedKey(name), entry, entry.submittedAt ?? clock.now());
			}
		}
	}

	/** IDs of all paid tasks, including those of earlier tries. */
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

	/** Slots whose submission got no clear answer, in the order of the items. */
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

	/** The name of the entry that matches a request. */
	private nameOf(key: string): string | undefined {
		const { items } = this.notes;
		if (this.isTool) {
			const taken = inUse.get(this.notes);
			const fitting = this.names.of(slotIn(key)).filter((name) => isNameOf(name, key));
			// The call's own entry wins, even if another call's entry is listed first.
			const own = fitting.find((name) => this.mine.has(name));
			return own ?? fitting.find((name) => !taken?.has(name));
		}
		if (items[key]) return key;
		return this.names.of(slotIn(key)).find((name) => items[name]?.form === this.form);
	}

	private put(key: string, entry: Entry): void {
		let name = this.nameOf(key) ?? key;
		if (this.isTool && !this.mine.has(name)) {
			// Never overwrites an entry that another call has added in the meantime.
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

/** The part of the node's context that n8n saves. Hosts without an execution, such as n8n's agents, have no context. */
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

/**
 * True if an entry belongs to a key. The entry's name ends with a number if several calls used the key at the same
 * time.
 */
function isNameOf(name: string, key: string): boolean {
	return name === key || name.startsWith(`${key}#`);
}

function hashOf(value: unknown): string {
	return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32);
}
