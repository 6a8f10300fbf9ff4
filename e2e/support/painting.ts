import type { Page } from 'playwright-core';
import sharp from 'sharp';

interface Size {
	width: number;
	height: number;
}

/** A zigzag line, in image px. */
export interface PaintedLine extends Size {
	points: Array<[number, number]>;
	radius: number;
}

/** Waits until the page shows an image. */
export async function imageIsShown(page: Page, progress: string): Promise<void> {
	await page.getByText(progress).waitFor();
	await page.locator('#notice').waitFor({ state: 'hidden' });
}

const ZIGZAG: Array<[number, number]> = [
	[0.2, 0.3],
	[0.5, 0.7],
	[0.8, 0.4],
];

/** Paints a line on the current image as a person would. @returns the line in image px */
export async function strokeOf(page: Page, size: Size, isTouch: boolean): Promise<PaintedLine> {
	const box = await page.locator('#image').boundingBox();
	if (!box) throw new Error('There is no image on the page');
	const scale = size.width / box.width;
	const screen = ZIGZAG.map(([x, y]): [number, number] => [
		Math.round(box.x + x * box.width),
		Math.round(box.y + y * box.height),
	]);
	const slider = Number(await page.inputValue('#slider'));
	// The page documents its brush size as 0.3% to 60% of the image's longer side.
	const diameter = Math.max(size.width, size.height) * 0.003 * 200 ** (slider / 100);
	if (isTouch) await touch(page, screen);
	else {
		const [[x, y] = [0, 0], ...rest] = screen;
		await page.mouse.move(x, y);
		await page.mouse.down();
		for (const [toX, toY] of rest) await page.mouse.move(toX, toY, { steps: 5 });
		await page.mouse.up();
	}
	const points = screen.map(([x, y]): [number, number] => [
		(x - box.x) * scale,
		(y - box.y) * scale,
	]);
	return { ...size, points, radius: diameter / 2 };
}

async function touch(page: Page, points: Array<[number, number]>): Promise<void> {
	const session = await page.context().newCDPSession(page);
	const send = async (type: 'touchStart' | 'touchMove' | 'touchEnd', at?: [number, number]) =>
		await session.send('Input.dispatchTouchEvent', {
			type,
			touchPoints: at ? [{ x: at[0], y: at[1] }] : [],
		});
	for (const [index, point] of points.entries()) {
		await send(index ? 'touchMove' : 'touchStart', point);
	}
	await send('touchEnd');
}

/**
 * Counts the pixels that a mask marks, and the pixels where the mask differs from the line. Ignores differences
 * close to the line's edge.
 */
export async function differences(
	mask: Buffer,
	{ width, height, points, radius }: PaintedLine,
): Promise<{ wrong: number; marked: number }> {
	const pixels = await sharp(mask).toColourspace('b-w').raw().toBuffer();
	let [wrong, marked] = [0, 0];
	// Checks only some rows of a large mask, because checking all of them would take a minute.
	const step = height > 1500 ? 7 : 1;
	for (let y = 0; y < height; y += step) {
		for (let x = 0; x < width; x++) {
			const isWhite = (pixels[y * width + x] as number) > 127;
			marked += isWhite ? 1 : 0;
			const distance = distanceTo(points, x + 0.5, y + 0.5);
			if (isWhite !== distance <= radius && Math.abs(distance - radius) > tolerance(width)) wrong++;
		}
	}
	return { wrong, marked };
}

/** Tolerance in image px. The pointer moves in whole screen pixels, which span several pixels of a large image. */
function tolerance(width: number): number {
	return Math.max(1, width / 800);
}

function distanceTo(points: Array<[number, number]>, x: number, y: number): number {
	let least = Infinity;
	for (let at = 0; at + 1 < points.length; at++) {
		const [[ax, ay] = [0, 0], [bx, by] = [0, 0]] = [points[at], points[at + 1]];
		const [dx, dy] = [bx - ax, by - ay];
		const share = Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy)));
		least = Math.min(least, Math.hypot(x - ax - share * dx, y - ay - share * dy));
	}
	return least;
}
