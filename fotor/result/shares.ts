/**
 * Splits a task's cost among its items. The shares add up to exactly the cost, and have no more decimal places than the
 * cost: 8 split three ways gives 3, 3 and 2, and 2.5 gives 0.9, 0.8 and 0.8. What can't be split evenly goes to the
 * first items.
 * @param cost tokens, or null if Fotor hasn't reported it
 * @param count number of items, 1 or more
 * @returns one share per item; null for each if the cost is null
 */
export function sharesOf(cost: number | null, count: number): Array<number | null> {
	const places = cost === null ? undefined : decimalPlaces(cost);
	if (cost === null || count === 1) return Array.from({ length: count }, () => cost);
	// A number with too many digits can't be split exactly, so the first item gets the whole cost.
	if (places === undefined) return Array.from({ length: count }, (_, index) => (index ? 0 : cost));
	const scale = 10 ** places;
	const units = Math.round(Math.abs(cost) * scale);
	const each = Math.floor(units / count);
	const over = units - each * count;
	return Array.from({ length: count }, (_, index) => {
		const share = (each + (index < over ? 1 : 0)) / scale;
		return cost < 0 ? 0 - share : share;
	});
}

/** Number of digits after the decimal point, or undefined if the number has too many digits to be split exactly. */
function decimalPlaces(value: number): number | undefined {
	const match = /^-?\d+(?:\.(\d+))?$/.exec(String(value));
	if (!match) return undefined;
	const places = match[1]?.length ?? 0;
	return Math.abs(value) * 10 ** places <= Number.MAX_SAFE_INTEGER ? places : undefined;
}
