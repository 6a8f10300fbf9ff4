import axios from 'axios';
import type { INodeParameters } from 'n8n-workflow';
import { chromium, type Browser, type Page } from 'playwright-core';
import sharp from 'sharp';

import { samplePhoto, startSandbox, type Sandbox } from '../../sandbox';
import { N8N_LINE } from '../../harness/n8n/paths';
import { nodeOutput, type N8nRest } from '../../harness/n8n/rest';
import { ensureChromium, FLAGS } from '../support/chromium';
import { sharedN8n, signedInRest } from '../support/context';
import { handIn, masksAfter, startPainting } from '../support/paintWorkflow';
import { differences, imageIsShown, strokeOf } from '../support/painting';
import { saveScreenshot } from '../support/screenshots';

const SIZES = [
	[960, 640],
	[640, 900],
	[3000, 2000],
] as Array<[number, number]>;

/** What a malicious script on the page would try. */
const PROBE = `async (rest) => {
	const attempt = async (read) => {
		try {
			return String(await read());
		} catch (thrown) {
			return 'no: ' + thrown.name;
		}
	};
	return {
		origin: window.origin,
		cookie: await attempt(() => document.cookie),
		storage: await attempt(() => localStorage.length),
		rest: await attempt(async () => (await fetch(rest, { credentials: 'include' })).status),
		web: await attempt(async () => (await fetch('http://localhost:1/')).status),
		code: await attempt(() => (0, eval)('1')),
	};
}`;

describe('Fotor Mask in the browser', () => {
	const { url } = sharedN8n();
	let rest: N8nRest;
	let sandbox: Sandbox;
	let browser: Browser;

	beforeAll(async () => {
		rest = await signedInRest();
		sandbox = await startSandbox();
		browser = await chromium.launch({ executablePath: await ensureChromium(), args: FLAGS });
	});
	afterAll(async () => {
		await browser?.close();
		await sandbox?.close();
	});

	const start = async (parameters: INodeParameters = {}, sizes = SIZES) =>
		await startPainting(rest, sandbox, parameters, sizes);
	const masksOf = async (execution: string) => await masksAfter(rest, execution);

	it.each([
		['mouse', { viewport: { width: 1280, height: 900 } }],
		[
			'touch',
			{
				viewport: { width: 390, height: 800 },
				hasTouch: true,
				isMobile: true,
				deviceScaleFactor: 2,
			},
		],
	])('three images painted by %s become three masks of the same sizes', async (kind, options) => {
		const { execution, link } = await start({ options: { requireName: true } });
		const page = await (await browser.newContext(options)).newPage();
		const faults: string[] = [];
		page.on('pageerror', ({ message }) => faults.push(message));
		page.on('console', (line) => line.type() === 'error' && faults.push(line.text()));
		await page.goto(link);
		const strokes = [];
		for (const [index, [width, height]] of SIZES.entries()) {
			await imageIsShown(page, `Image ${index + 1} of 3`);
			strokes.push(await strokeOf(page, { width, height }, kind === 'touch'));
			if (index === 0 && kind === 'touch') {
				await saveScreenshot(page, 'mask-painted', page.locator('body'));
			}
			if (index < 2) await page.click('#next');
		}
		await page.fill('#name', 'Ada');
		await page.click('#handIn');
		await page.getByText('Thank you').waitFor();
		expect(faults).toEqual([]);

		const { items, masks } = await masksOf(execution);
		for (const [index, [width, height]] of SIZES.entries()) {
			expect(items[index]?.json).toMatchObject({
				width,
				height,
				paintedBy: 'Ada',
				timedOut: false,
			});
			expect(Object.keys(items[index]?.binary ?? {}).sort()).toEqual(['data', 'mask']);
			expect(items[index]?.pairedItem).toEqual({ item: index });
			const mask = masks[index] as Buffer;
			expect(await sharp(mask).metadata()).toMatchObject({ width, height, format: 'png' });
			const { wrong, marked } = await differences(mask, strokes[index] as never);
			expect({ wrong, marked: marked > 100 }).toEqual({ wrong: 0, marked: true });
		}
		await page.reload();
		expect(await page.innerText('body')).toMatch(/finished|does not exist|running/);
		await page.context().close();
	});

	it('only complete masks of the right size resume the workflow, and only once', async () => {
		const { execution, link } = await start({}, [[64, 48]]);
		const png = async (width: number, height: number) => {
			const mask = sharp({ create: { width, height, channels: 3, background: '#fff' } }).png();
			return (await mask.toBuffer()).toString('base64');
		};
		const good = JSON.stringify({ name: '', masks: [await png(64, 48)] });
		const refused: Array<[unknown, RegExp]> = [
			['', /can't be read/],
			['{"masks":1}', /can't be read/],
			['{"masks":[]}', /wrong number of masks: 0 instead of 1/],
			[JSON.stringify({ masks: [samplePhoto().data.toString('base64')] }), /isn't a PNG/],
			[JSON.stringify({ masks: [await png(48, 64)] }), /48 × 64 px, but the image is 64 × 48/],
			[JSON.stringify({ masks: [(await png(64, 48)).slice(0, 80)] }), /damaged|isn't a PNG/],
		];
		for (const [body, reason] of refused) {
			const { status, data } = await handIn(link, body);
			expect({ status, data }).toEqual({
				status: 400,
				data: { accepted: false, reason: expect.stringMatching(reason) as string },
			});
		}
		const large = await handIn(link, 'x'.repeat(50 * 1024 * 1024)).catch(() => ({ status: 413 }));
		expect(large.status).toBeGreaterThanOrEqual(400);
		const unknown = await axios.get(`${link}${link.includes('?') ? '&' : '?'}image=7`, {
			validateStatus: () => true,
		});
		expect(unknown.status).toBe(404);
		if (N8N_LINE === 2) expect((await handIn(link.split('?')[0] ?? '', good)).status).toBe(401);
		expect((await rest.getExecution(execution)).status).toBe('waiting');

		const replies = await Promise.all([handIn(link, good), handIn(link, good)]);
		expect(replies.map(({ status }) => status)).toContain(200);
		const { items, masks } = await masksOf(execution);
		expect(items).toHaveLength(1);
		expect(items[0]?.json).toMatchObject({ width: 64, height: 48, coverage: 100 });
		expect((await sharp(masks[0]).stats()).channels[0]?.min).toBe(255);
		const { data } = await rest.getExecution(execution);
		expect(data.resultData.runData.After).toHaveLength(1);
		expect((await handIn(link, good)).status).toBe(409);
	});

	it("the page has an opaque origin: it can't reach n8n, n8n's cookies or the web", async () => {
		const { execution, link } = await start({}, [[64, 48]]);
		const context = await browser.newContext();
		const host = new URL(url).hostname;
		// The cookie of a real editor session, as the browser stores it.
		const [name = '', value = ''] = rest.sessionCookie.split('=');
		await context.addCookies([{ name, value, domain: host, path: '/', sameSite: 'Lax' }]);
		const page: Page = await context.newPage();
		await page.goto(link);
		await imageIsShown(page, 'Image 1 of 1');
		const call = page.waitForRequest((request) => request.url().endsWith('/rest/login'));
		const seen = await page.evaluate(`(${PROBE})('${url}/rest/login')`);
		expect(seen).toEqual({
			origin: 'null',
			cookie: 'no: SecurityError',
			storage: 'no: SecurityError',
			rest: '401',
			web: 'no: TypeError',
			code: 'no: EvalError',
		});
		expect(await (await call).allHeaders()).not.toHaveProperty('cookie');
		await page.getByText('Nothing to replace here').click();
		await page.click('#handIn');
		await page.getByText('Thank you').waitFor();
		const { items, masks } = await masksOf(execution);
		expect(items[0]?.json.coverage).toBe(0);
		expect((await sharp(masks[0]).stats()).channels[0]?.max).toBe(0);
		await context.close();
	});

	it('a 24-megapixel image rotated by EXIF gets a mask of its displayed size', async () => {
		const photo = sharp(samplePhoto().data).resize(6000, 4000, { fit: 'fill' });
		const turned = await photo.withMetadata({ orientation: 6 }).jpeg().toBuffer();
		const published = jest
			.spyOn(sandbox, 'publish')
			.mockReturnValue(sandbox.publish('turned.jpg', turned, 'image/jpeg'));
		const { execution, link } = await start({}, [[64, 48]]);
		published.mockRestore();
		const page = await browser.newPage();
		await page.goto(link);
		await imageIsShown(page, 'Image 1 of 1');
		const stroke = await strokeOf(page, { width: 4000, height: 6000 }, false);
		await page.click('#handIn');
		await page.getByText('Thank you').waitFor();
		const { items, masks } = await masksOf(execution);
		expect(items[0]?.json).toMatchObject({ width: 4000, height: 6000 });
		expect((await differences(masks[0] as Buffer, stroke)).wrong).toBe(0);
		await page.close();
	});

	it('after the time limit, the items continue without a mask', async () => {
		const { execution } = await start({
			limitWaitTime: true,
			resumeAmount: 2,
			resumeUnit: 'seconds',
		});
		const { status, data } = await rest.waitForExecution(execution, 100_000);
		expect(status).toBe('success');
		const items = nodeOutput(data, 'After');
		expect(items.map(({ json }) => json.timedOut)).toEqual([true, true, true]);
		expect(Object.keys(items[0]?.binary ?? {})).toEqual(['data']);
	});
});
