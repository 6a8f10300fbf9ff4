/** `npm run docs:images` runs the nodes against the sandbox to make the README's before/after image. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp, { type OverlayOptions } from 'sharp';

import { startFotor } from '../harness/engine/fotor';

const ROOT = join(__dirname, '..');
const SAMPLES = join(ROOT, 'sandbox', 'assets');
const FILE = join(ROOT, 'docs', 'images', 'before-after.png');

/** px */
const [WIDTH, HEIGHT, GAP] = [400, 268, 8];

async function main(): Promise<void> {
	const fotor = await startFotor();
	const { url } = fotor.sandbox;
	const result = async (node: string, sample: string, parameters: object) => {
		const image = { imageSource: 'url', imageUrl: `${url}/samples/${sample}` };
		const { items, error } = await fotor.engine.run(`n8n-nodes-fotor.${node}`, {
			...image,
			...parameters,
		} as never);
		if (error) throw new Error(error.message);
		return [readFileSync(join(SAMPLES, sample)), await fotor.engine.read(items[0])];
	};
	const mask = { maskSource: 'url', maskUrl: `${url}/samples/landscape-mask.png` };
	const rows = [
		await result('fotorBackgroundRemover', 'product.jpg', {}),
		await result('fotorAiReplace', 'landscape.jpg', { prompt: 'paint the house red', ...mask }),
	];
	const tiles: OverlayOptions[] = [];
	for (const [row, images] of rows.entries()) {
		for (const [column, image] of images.entries()) {
			const input = await sharp(image)
				.resize(WIDTH, HEIGHT, { fit: 'contain', background: '#0000' })
				.png()
				.toBuffer();
			tiles.push({ input, left: column * (WIDTH + GAP), top: row * (HEIGHT + GAP) });
		}
	}
	await sharp({
		create: { width: 2 * WIDTH + GAP, height: 2 * HEIGHT + GAP, channels: 4, background: '#0000' },
	})
		.composite(tiles)
		.png({ palette: true, quality: 80 })
		.toFile(FILE);
	await fotor.close();
	console.log(`Saved ${FILE}`);
}

void main().then(() => process.exit());
