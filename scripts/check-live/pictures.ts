import sharp from 'sharp';

/** A picture to send. */
export interface Sample {
	data: Buffer;
	suffix: 'jpg' | 'png';
	contentType: 'image/jpeg' | 'image/png';
}

/** White part of the mask: from and to, as parts of width and height. */
export const MASK_BOX = { from: 0.25, to: 0.75 };

/** Side of the usual picture, px. */
export const SIDE = 512;

/** The pictures of the check; each is drawn when it is first asked for. */
export const PICTURES = {
	photo: async () => await jpeg(scene(SIDE, SIDE)),
	/** For results above 2048 px. */
	large: async () => await jpeg(scene(1024, 1024)),
	/** Longer than the 1536 px that Image to Image allows. */
	tooLarge: async () => await jpeg(scene(1600, 1200)),
	grey: async () => await jpeg(scene(SIDE, SIDE), true),
	portrait: async () => await jpeg(face(SIDE)),
	mask: async () => await png(mask(SIDE)),
	smallMask: async () => await png(mask(SIDE / 2)),
};

export type PictureName = keyof typeof PICTURES;

async function jpeg(svg: string, grey = false): Promise<Sample> {
	const data = await sharp(Buffer.from(svg)).greyscale(grey).jpeg({ quality: 90 }).toBuffer();
	return { data, suffix: 'jpg', contentType: 'image/jpeg' };
}

/** A portrait of the user's, in the size of the drawn one. */
export async function portraitFrom(file: string): Promise<Sample> {
	const data = await sharp(file).rotate().resize(SIDE, SIDE, { position: 'top' }).jpeg().toBuffer();
	return { data, suffix: 'jpg', contentType: 'image/jpeg' };
}

async function png(svg: string): Promise<Sample> {
	const data = await sharp(Buffer.from(svg)).png().toBuffer();
	return { data, suffix: 'png', contentType: 'image/png' };
}

function svg(width: number, height: number, content: string): string {
	return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 100 100" preserveAspectRatio="none">${content}</svg>`;
}

function scene(width: number, height: number): string {
	return svg(
		width,
		height,
		`<defs><linearGradient id="sky" x2="0" y2="1"><stop stop-color="#8fc3f0"/><stop offset="1" stop-color="#f6e3c0"/></linearGradient></defs>
		<rect width="100" height="100" fill="url(#sky)"/><rect y="65" width="100" height="35" fill="#5c9a52"/>
		<circle cx="78" cy="22" r="9" fill="#fff3b0"/><rect x="34" y="42" width="32" height="34" fill="#b3503c"/>
		<path d="M30 43 50 26 70 43z" fill="#5b3a33"/><rect x="46" y="58" width="9" height="18" fill="#3d2a24"/>`,
	);
}

function face(side: number): string {
	return svg(
		side,
		side,
		`<rect width="100" height="100" fill="#9fb4c4"/><path d="M10 100q40-34 80 0z" fill="#33475b"/>
		<rect x="42" y="62" width="16" height="18" fill="#d8a483"/><ellipse cx="50" cy="45" rx="21" ry="27" fill="#e6b795"/>
		<path d="M28 42q-2-30 22-30t22 30q-6-16-22-16t-22 16z" fill="#4a2f22"/>
		<ellipse cx="42" cy="44" rx="4" ry="2.4" fill="#fff"/><ellipse cx="58" cy="44" rx="4" ry="2.4" fill="#fff"/>
		<circle cx="42" cy="44" r="1.9" fill="#3b2a1e"/><circle cx="58" cy="44" r="1.9" fill="#3b2a1e"/>
		<path d="M37 39q5-3 9 0M54 39q5-3 9 0" stroke="#4a2f22" stroke-width="1.4" fill="none"/>
		<path d="M50 46l-2 9h4" stroke="#b98062" stroke-width="1" fill="none"/><path d="M42 61q8 5 16 0" stroke="#a3504a" stroke-width="2" fill="none"/>`,
	);
}

function mask(side: number): string {
	const [from, size] = [100 * MASK_BOX.from, 100 * (MASK_BOX.to - MASK_BOX.from)];
	return svg(
		side,
		side,
		`<rect width="100" height="100"/><rect x="${from}" y="${from}" width="${size}" height="${size}" fill="#fff"/>`,
	);
}
