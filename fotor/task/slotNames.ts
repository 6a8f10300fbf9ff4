/** Returns the slot in an entry's name, which is the part before the colon. */
export function slotIn(name: string): string {
	return name.slice(0, name.indexOf(':'));
}

/** Names of entries by slot, in insertion order. Finds an item's entries quickly, even among thousands. */
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
