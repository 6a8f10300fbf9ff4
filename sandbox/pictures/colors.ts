import { createHash } from 'node:crypto';

import type { Rgb } from './pixels';

/** Color words to find in a prompt. The one that comes first in the prompt wins. */
const NAMED: Record<string, Rgb> = {
	red: { r: 214, g: 48, b: 49 },
	orange: { r: 243, g: 126, b: 33 },
	yellow: { r: 250, g: 204, b: 46 },
	green: { r: 46, g: 160, b: 67 },
	blue: { r: 45, g: 104, b: 216 },
	purple: { r: 128, g: 70, b: 196 },
	pink: { r: 238, g: 104, b: 162 },
	brown: { r: 128, g: 84, b: 54 },
	white: { r: 245, g: 245, b: 245 },
	black: { r: 24, g: 24, b: 28 },
};

/** The first color that the prompt names in English or, if it names none, a color derived from the prompt's hash. */
export function promptColor(prompt: string): Rgb {
	const words = prompt.toLowerCase().match(/[a-z]+/g) ?? [];
	for (const word of words) {
		if (Object.hasOwn(NAMED, word)) return NAMED[word] ?? hashColor(prompt);
	}
	return hashColor(prompt);
}

function hashColor(prompt: string): Rgb {
	const hash = createHash('sha256').update(prompt).digest();
	return hsl(((hash[0] ?? 0) * 256 + (hash[1] ?? 0)) % 360, 0.65, 0.5);
}

/** Converts HSL to RGB. The hue is in degrees; saturation and lightness range from 0 to 1. */
export function hsl(hue: number, saturation: number, lightness: number): Rgb {
	const reach = saturation * Math.min(lightness, 1 - lightness);
	const channel = (offset: number): number => {
		const k = (offset + hue / 30) % 12;
		return Math.round(255 * (lightness - reach * Math.max(-1, Math.min(k - 3, 9 - k, 1))));
	};
	return { r: channel(0), g: channel(8), b: channel(4) };
}

export const css = ({ r, g, b }: Rgb): string => `rgb(${r},${g},${b})`;
