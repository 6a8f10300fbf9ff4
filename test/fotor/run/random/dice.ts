/** Repeatable random choices from a seed (mulberry32). */
export class Dice {
	constructor(private state: number) {}

	/** A number from 0 to 1, excluding 1. */
	next(): number {
		this.state = (this.state + 0x6d2b79f5) | 0;
		let value = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
		value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
		return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32;
	}

	/** An integer from `least` to `most`, inclusive. */
	between(least: number, most: number): number {
		return least + Math.floor(this.next() * (most - least + 1));
	}

	chance(share: number): boolean {
		return this.next() < share;
	}

	pick<T>(choices: readonly T[]): T {
		return choices[this.between(0, choices.length - 1)] as T;
	}
}
