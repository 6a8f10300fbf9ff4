import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The palette must meet WCAG 2.2: a contrast ratio of at least 4.5 for text (1.4.3) and 3 for controls (1.4.11). */
const css = readFileSync(join(__dirname, '../../page/style.css'), 'utf8');
const [light = '', dark = ''] = [...css.matchAll(/:root\s*\{([^}]*)\}/g)].map(([, block]) => block);

/** Relative luminance of #rgb or #rrggbb. */
function luminance(color: string): number {
	const hex = color.length === 4 ? color.replace(/[^#]/g, '$&$&') : color;
	const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
		const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
		return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
	});
	return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
	const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
	return (high + 0.05) / (low + 0.05);
}

test('the contrast between black and white is 21', () => {
	expect(contrast('#000', '#ffffff')).toBeCloseTo(21);
});

describe.each([
	['light', light],
	['dark', dark],
])('%s colors', (_name, block) => {
	const colors = Object.fromEntries(
		[...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]+)/g)].map(([, name = '', value = '']) => [
			name,
			value,
		]),
	);

	test.each([
		['text', 'back'],
		['text', 'panel'],
		['soft', 'back'],
		['alert', 'back'],
		['on-main', 'main'],
	])('the text color `%s` has enough contrast on `%s`', (text, ground) => {
		expect(contrast(colors[text] ?? '#fff', colors[ground] ?? '#fff')).toBeGreaterThanOrEqual(4.5);
	});

	test.each([
		['line', 'back'],
		['line', 'panel'],
		['main', 'back'],
		['main', 'stage'],
	])('the control color `%s` has enough contrast on `%s`', (control, ground) => {
		expect(contrast(colors[control] ?? '#fff', colors[ground] ?? '#fff')).toBeGreaterThanOrEqual(3);
	});
});
