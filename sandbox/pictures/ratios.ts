import type { Size } from './pixels';

/**
 * Size in pixels for a ratio such as `4:3`. The area is about 1024 × 1024, and the sides are multiples of 16. The real
 * sizes are UNKNOWN (section 9). Any value that is not a ratio, such as a size ID, counts as 1:1.
 */
export function ratioSize(ratio: string): Size {
	const [wide, high] = /^(\d+):(\d+)$/.exec(ratio)?.slice(1).map(Number) ?? [];
	if (!wide || !high) return { width: 1024, height: 1024 };
	const side = (length: number): number => Math.max(16, Math.round(length / 16) * 16);
	return {
		width: side(1024 * Math.sqrt(wide / high)),
		height: side(1024 * Math.sqrt(high / wide)),
	};
}
