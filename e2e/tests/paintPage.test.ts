import { chromium, type Browser, type Page } from 'playwright-core';
import sharp from 'sharp';

import type { HandIn } from '../../nodes/FotorMask/handIn';
import type { PageData } from '../../nodes/FotorMask/page';
import { samplePhoto } from '../../sandbox';
import { ensureChromium, FLAGS } from '../support/chromium';
import { startPaintServer, type PaintServer } from '../support/paintServer';
import { imageIsShown } from '../support/painting';

const IMAGES = [
	{ name: 'photo.jpg', width: 960, height: 640 },
	{ name: 'IMG_1.heic', width: 400, height: 300 },
];
const ONE: PageData = { images: IMAGES.slice(0, 1), instructions: '', requireName: false };

/** Tests Fotor Mask's page on a simple server, without n8n. */
describe('The page for painting masks', () => {
	let browser: Browser;
	let server: PaintServer;
	let page: Page;

	beforeAll(async () => {
		browser = await chromium.launch({ executablePath: await ensureChromium(), args: FLAGS });
	});
	afterAll(async () => await browser?.close());
	afterEach(async () => {
		await page?.context().close();
		server?.close();
	});

	const open = async (data: PageData = ONE, options = {}) => {
		server = await startPaintServer(data, [samplePhoto().data, Buffer.from('no image')]);
		page = await (await browser.newContext(options)).newPage();
		await page.goto(server.url);
		await imageIsShown(page, `Image 1 of ${data.images.length}`);
	};
	/** Screen position of a point in the image. */
	const at = async (x: number, y: number): Promise<[number, number]> => {
		const box = await page.locator('#image').boundingBox();
		if (!box) throw new Error('There is no image');
		return [box.x + x * box.width, box.y + y * box.height];
	};
	const drag = async (from: [number, number], to: [number, number]) => {
		await page.mouse.move(...(await at(...from)));
		await page.mouse.down();
		await page.mouse.move(...(await at(...to)), { steps: 4 });
		await page.mouse.up();
	};
	/** Submits the masks. @returns the marked share of each mask, in percent */
	const handIn = async () => {
		await page.click('#handIn');
		await page.getByText('Thank you').waitFor();
		const [taken] = server.taken as [HandIn];
		return await Promise.all(taken.masks.map(async (mask) => mask && (await share(mask))));
	};
	const share = async (mask: string) => {
		const { channels } = await sharp(Buffer.from(mask, 'base64')).toColourspace('b-w').stats();
		return Math.round(((channels[0]?.mean ?? 0) / 255) * 1000) / 10;
	};

	it('rectangle, ellipse, invert, undo and redo produce the expected mask', async () => {
		await open();
		await page.click('#rectangle');
		await drag([0, 0], [0.5, 0.5]);
		await page.click('#ellipse');
		await drag([0.5, 0.5], [1, 1]);
		await page.click('#invert');
		for (let step = 0; step < 3; step++) await page.keyboard.press('Control+z');
		expect(await page.locator('#undo').isDisabled()).toBe(true);
		for (let step = 0; step < 3; step++) await page.keyboard.press('Control+Shift+z');
		await page.click('#undo');
		expect(await handIn()).toEqual([expect.closeTo(25 + 25 * (Math.PI / 4), 0)]);
	});

	it('a mask can be drawn, changed and submitted with the keyboard alone', async () => {
		await open();
		await page.focus('#stage');
		await page.keyboard.press('r');
		await page.keyboard.press('Enter');
		for (let step = 0; step < 60; step++) await page.keyboard.press('Shift+ArrowRight');
		for (let step = 0; step < 60; step++) await page.keyboard.press('Shift+ArrowDown');
		await page.keyboard.press('Enter');
		// Inverts the mask, so three quarters of the image is marked. Then clears the mask and undoes the clearing.
		await page.keyboard.press('i');
		await page.keyboard.press('Delete');
		await page.keyboard.press('Control+z');
		await page.focus('#handIn');
		await page.keyboard.press('Enter');
		await page.getByText('Thank you').waitFor();
		expect(await share(server.taken[0]?.masks[0] ?? '')).toBeCloseTo(75, 0);
	});

	it('the wheel and keys change the brush size, and Ctrl + wheel zooms around the pointer', async () => {
		await open();
		const size = async () => Number(await page.inputValue('#slider'));
		const before = await size();
		await page.mouse.move(...(await at(0.25, 0.5)));
		await page.mouse.wheel(0, -100);
		expect(await size()).toBeGreaterThan(before);
		await page.keyboard.press('[');
		await page.keyboard.press('[');
		expect(await size()).toBeLessThan(before);
		const pointer = await at(0.25, 0.5);
		const width = async () => (await page.locator('#image').boundingBox())?.width ?? 0;
		const fitted = await width();
		await page.keyboard.down('Control');
		await page.mouse.wheel(0, -300);
		await page.keyboard.up('Control');
		expect(await width()).toBeGreaterThan(2 * fitted);
		const [x, y] = await at(0.25, 0.5);
		expect(Math.hypot(x - pointer[0], y - pointer[1])).toBeLessThan(2);
		await page.click('#fit');
		expect(await width()).toBeCloseTo(fitted);
	});

	it('two fingers zoom without painting', async () => {
		await open(ONE, { viewport: { width: 390, height: 800 }, hasTouch: true, isMobile: true });
		const session = await page.context().newCDPSession(page);
		const [x, y] = await at(0.5, 0.5);
		const fingers = async (type: 'touchStart' | 'touchMove', distance: number, both = true) =>
			await session.send('Input.dispatchTouchEvent', {
				type,
				touchPoints: [
					{ x: x - distance, y, id: 0 },
					...(both ? [{ x: x + distance, y, id: 1 }] : []),
				],
			});
		const before = (await page.locator('#image').boundingBox())?.width ?? 0;
		await fingers('touchStart', 30, false);
		await fingers('touchStart', 30);
		for (const distance of [45, 60, 75, 90]) await fingers('touchMove', distance);
		await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
		expect((await page.locator('#image').boundingBox())?.width).toBeGreaterThan(2 * before);
		expect(await page.locator('#undo').isDisabled()).toBe(true);
	});

	it("the page says what is still missing, and lets the user skip an image that the browser can't show", async () => {
		await open({ images: IMAGES, instructions: 'The tag', requireName: true });
		await page.click('#handIn');
		await page.getByText("Image 1 isn't painted yet").waitFor();
		await drag([0.2, 0.2], [0.6, 0.6]);
		await page.click('#handIn');
		await page.getByText("can't show this image").waitFor();
		await page.getByText("Image 2 isn't painted yet").waitFor();
		await page.getByText('Nothing to replace here', { exact: true }).click();
		await page.click('#handIn');
		await page.getByText('Enter your name').waitFor();
		await page.fill('#name', ' Bob [z] ');
		const [first, second] = await handIn();
		expect([Number(first) > 1, second]).toEqual([true, null]);
		expect(server.taken[0]?.name).toBe('Bob [z]');
	});

	it('masks that were not accepted stay on the page, and the page tells the user when it is no longer needed', async () => {
		await open();
		await drag([0.2, 0.2], [0.6, 0.6]);
		for (const [status, text] of [
			[500, 'Not this time'],
			[413, 'too large for this n8n'],
		] as const) {
			server.faults.push(status);
			await page.click('#handIn');
			await page.getByText(text).waitFor();
		}
		await page.context().setOffline(true);
		await page.click('#handIn');
		await page.getByText("They're still on this page").waitFor();
		await page.context().setOffline(false);
		expect(await page.locator('#handIn').innerText()).toBe('Submit');
		server.faults.push(409);
		await page.click('#handIn');
		await page.getByText('This page is no longer needed').waitFor();
		expect(server.taken).toEqual([]);
	});
});
