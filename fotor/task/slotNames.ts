/** The part of an entry's name that is its slot. */
export function slotIn(name: string): string {
	return name.slice(0, name.indexOf(':'));
}

/** Names of entries by slot, in insertion order, so an item quickly finds its own among thousands. */
export class SlotNames {
	private readonly bySlot = new Map<string, Set<string>>();

	constructor(names: string[]) {
		for (const name of names) this.add(name);
	}

	of(slot: string): string[] {
		return [...(this.bySlot.get(slot) ?? [])];
	}

	add(name: string): void {
		const slot = slotIn(name);
		this.bySlot.set(slot, (this.bySlot.get(slot) ?? new Set()).add(name));
	}

	delete(name: string): void {
		this.bySlot.get(slotIn(name))?.delete(name);
	}
}
