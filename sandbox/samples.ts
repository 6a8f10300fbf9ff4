import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A sample image or video. */
export interface Sample {
	fileName: string;
	mimeType: string;
	data: Buffer;
}

const sample = (fileName: string, mimeType: string) => (): Sample => ({
	fileName,
	mimeType,
	data: readFileSync(join(__dirname, 'assets', fileName)),
});

/** A house in a landscape at sunset: 960 × 640 JPEG. */
export const samplePhoto = sample('landscape.jpg', 'image/jpeg');

/** The mask for {@link samplePhoto}: a PNG of the same size, white where the house is. */
export const sampleMask = sample('landscape-mask.png', 'image/png');

/** Head and shoulders on a plain background: 640 × 800 JPEG. */
export const samplePortrait = sample('portrait.jpg', 'image/jpeg');

/** A bottle on a plain light background: 800 × 800 JPEG. */
export const sampleProduct = sample('product.jpg', 'image/jpeg');

/** {@link samplePhoto} as a faded black-and-white print: 480 × 320 JPEG. */
export const sampleOldPhoto = sample('old-photo.jpg', 'image/jpeg');

/** The result of every video task in the sandbox: an MP4 (H.264) that lasts a few seconds. */
export const sampleVideo = sample('sample.mp4', 'video/mp4');
