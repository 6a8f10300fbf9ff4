import sharp from 'sharp';

/** A blue image of width × height px. */
export const blank = (width: number, height: number) =>
	sharp({ create: { width, height, channels: 3, background: '#36c' } });

/** An image that barely compresses. */
export const noise = (width: number, height: number) =>
	sharp({
		create: {
			width,
			height,
			channels: 3,
			background: '#000',
			noise: { type: 'gaussian', mean: 128, sigma: 60 },
		},
	});

const uint16 = (value: number) => Buffer.from([value >> 8, value & 0xff]);

export function uint32(value: number): Buffer {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32BE(value);
	return bytes;
}

/** EXIF data that contains only an orientation. */
export function exif(orientation: number, order: 'II' | 'MM' = 'II'): Buffer {
	const numbers = [
		[42, 2],
		[8, 4],
		[1, 2],
		[0x0112, 2],
		[3, 2],
		[1, 4],
		[orientation, 2],
		[0, 2],
		[0, 4],
	] as const;
	const parts = numbers.map(([value, length]) => {
		const bytes = length === 2 ? uint16(value) : uint32(value);
		return order === 'II' ? bytes.reverse() : bytes;
	});
	return Buffer.concat([Buffer.from(order, 'latin1'), ...parts]);
}

/** One segment of a JPEG. */
export const segment = (marker: number, data: Buffer) =>
	Buffer.concat([Buffer.from([0xff, marker]), uint16(data.length + 2), data]);

/** The JPEG with the given segments inserted before its own. */
export const withSegments = (jpeg: Buffer, ...segments: Buffer[]) =>
	Buffer.concat([jpeg.subarray(0, 2), ...segments, jpeg.subarray(2)]);

export const exifSegment = (orientation: number, order?: 'II' | 'MM') =>
	segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), exif(orientation, order)]));

export const xmpSegment = segment(
	0xe1,
	Buffer.from('http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x="adobe:ns:meta/"/>', 'latin1'),
);

/** One chunk of a PNG. The readers ignore its checksum. */
export const chunk = (type: string, data: Buffer) =>
	Buffer.concat([uint32(data.length), Buffer.from(type, 'latin1'), data, uint32(0)]);

/** A PNG without pixels. */
export const emptyPng = (width: number, height: number, ...chunks: Buffer[]) =>
	Buffer.concat([
		Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
		chunk('IHDR', Buffer.concat([uint32(width), uint32(height), Buffer.from([8, 2, 0, 0, 0])])),
		...chunks,
		chunk('IDAT', Buffer.alloc(8)),
		chunk('IEND', Buffer.alloc(0)),
	]);

/** One box as defined in ISO/IEC 14496-12. */
export const box = (type: string, ...content: Buffer[]) => {
	const data = Buffer.concat(content);
	return Buffer.concat([uint32(data.length + 8), Buffer.from(type, 'latin1'), data]);
};

const fullBox = (type: string, ...content: Buffer[]) => box(type, uint32(0), ...content);
const ispe = (width: number, height: number) => fullBox('ispe', uint32(width), uint32(height));

/**
 * A HEIC file like those from phones, but without pixels. It has a thumbnail, a depth map larger than the image, and a
 * rotated image of 4032 × 3024 px.
 * @param places 1-based indexes of the image's properties (4 is the size of the depth map)
 * @param crop width and height to crop to before rotating, in px
 */
export function heic(places = [2, 5, 3], crop = [4032, 3024]): Buffer {
	const [width = 0, height = 0] = crop;
	const properties = box(
		'ipco',
		ispe(160, 120),
		ispe(4032, 3024),
		box('irot', Buffer.from([3])),
		ispe(8064, 6048),
		box('clap', ...[width, 1, height, 1, 0, 1, 0, 1].map(uint32)),
	);
	const item = (id: number, ...its: number[]) =>
		Buffer.concat([uint16(id), Buffer.from([its.length, ...its])]);
	const owners = fullBox('ipma', uint32(3), item(1, 4), item(20, ...places), item(30, 1));
	return Buffer.concat([
		box('ftyp', Buffer.from('heic\0\0\0\0mif1heic', 'latin1')),
		fullBox(
			'meta',
			fullBox('hdlr', uint32(0), Buffer.from('pict', 'latin1'), Buffer.alloc(13)),
			fullBox('pitm', uint16(20)),
			box('iprp', properties, owners),
		),
		box('mdat', Buffer.alloc(64)),
	]);
}

/** Pseudorandom integers from 0 to `below` - 1, the same on each run. */
export function random(seed: number): (below: number) => number {
	let state = seed;
	return (below) => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return Math.floor((state / 2 ** 32) * below);
	};
}
