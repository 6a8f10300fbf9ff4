import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { paintPage } from '../../nodes/FotorMask/page';
import { PAGE } from '../../nodes/FotorMask/page.generated';
import { keyAction } from '../../page/keys';
import { TEXTS } from '../../page/texts';
import { brushDiameter, canvasSize, fitted, moved, toImage, zoomed } from '../../page/view';

const ROOT = join(__dirname, '../..');
const DATA = { images: [], instructions: '</script><b>', requireName: false };

test('the page matches its sources (otherwise run "npm run generate"), is at most 40 kB, and loads nothing from other hosts', () => {
	const run = () =>
		execFileSync('node_modules/.bin/tsx', ['scripts/generate-page.ts', '--check'], { cwd: ROOT });
	expect(run).not.toThrow();
	expect(Buffer.byteLength(PAGE)).toBeLessThanOrEqual(40_000);
	expect(PAGE).not.toMatch(/https?:|@import|url\(/);
});

test('the page uses every entry in the text table', () => {
	const sources = readdirSync(join(ROOT, 'page'))
		.filter((name) => /\.(ts|html)$/.test(name) && name !== 'texts.ts')
		.map((name) => readFileSync(join(ROOT, 'page', name), 'utf8'))
		.join('\n');
	const isUsed = (key: string) =>
		[`TEXTS.${key}`, `id="${key}"`, `data-text="${key}"`].some((use) => sources.includes(use));
	expect(Object.keys(TEXTS).filter((key) => !isUsed(key))).toEqual([]);
});

test('untrusted text stays plain text, and every page has its own nonce', () => {
	const [one, other] = [paintPage('n8n.example.com', DATA), paintPage('n8n.example.com', DATA)];
	expect(one.html).not.toContain('</script><b>');
	expect(one.html).toContain(String.raw`\u003c/script>\u003cb>`);
	const rules = (one.headers['Content-Security-Policy'] ?? '').split('; ');
	expect(rules).toEqual(
		expect.arrayContaining([
			'sandbox allow-scripts allow-forms',
			"default-src 'none'",
			"connect-src 'self' n8n.example.com",
		]),
	);
	const nonce = /'nonce-(.*?)'/.exec(rules.join())?.[1] ?? '';
	expect(one.html.split(`nonce="${nonce}"`)).toHaveLength(3);
	expect(other.html).not.toContain(nonce);
	const hostile = paintPage("x; script-src 'unsafe-inline'", DATA);
	expect(hostile.headers['Content-Security-Policy']).not.toContain('unsafe');
});

const IMAGE = { width: 6000, height: 4000 };
const STAGE = { width: 400, height: 300 };

test('a large image fits the page, and zooming keeps the point under the pointer', () => {
	const view = fitted(IMAGE, STAGE);
	expect(view.scale).toBeCloseTo(384 / 6000);
	const at = { x: 100, y: 80 };
	const closer = zoomed(view, at, 5, IMAGE, STAGE);
	expect(toImage(closer, at).x).toBeCloseTo(toImage(view, at).x);
	expect(toImage(closer, at).y).toBeCloseTo(toImage(view, at).y);
	expect(zoomed(view, at, 1e9, IMAGE, STAGE).scale).toBe(16);
	const away = moved(view, 1e6, -1e6, IMAGE, STAGE);
	expect([away.x, away.y]).toEqual([400 - 60, 60 - 4000 * view.scale]);
});

test('the canvas is small enough for a phone, and the brush ranges from fine to broad', () => {
	expect(canvasSize(IMAGE)).toEqual({ width: 2048, height: 1365 });
	expect(canvasSize({ width: 30, height: 20 })).toEqual({ width: 30, height: 20 });
	expect([0, 100].map((slider) => brushDiameter(slider, IMAGE))).toEqual([18, 3600]);
});

test('keyboard shortcuts work as listed, except in a text field', () => {
	const key = { key: 'z', ctrlKey: true, metaKey: false, altKey: false, shiftKey: false };
	expect(keyAction(key, {}, false)).toBe('undo');
	expect(keyAction({ ...key, shiftKey: true }, {}, false)).toBe('redo');
	expect(keyAction({ ...key, key: 'B', ctrlKey: false }, {}, false)).toBe('brush');
	expect(keyAction({ ...key, key: 'Enter', ctrlKey: false }, {}, true)).toBe('press');
	expect(keyAction({ ...key, key: 'Enter', ctrlKey: false }, {}, false)).toBeUndefined();
	expect(keyAction(key, { type: 'text' }, false)).toBeUndefined();
});
