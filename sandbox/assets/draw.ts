import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import sharp, { type OverlayOptions } from 'sharp';

// Redraws the sample images next to this file: npx tsx sandbox/assets/draw.ts

const HOUSE = `
	<path d="M596 452 V372 L664 318 L732 372 V452 Z"/>
	<path d="M580 382 L664 308 L748 382 L738 392 L664 330 L590 392 Z"/>
	<rect x="700" y="318" width="18" height="44"/>`;

const LANDSCAPE = svg(
	960,
	640,
	`<defs>
		<linearGradient id="sky" x1="0" y1="0" x2="0" y2="1">
			<stop offset="0" stop-color="#2f4b8f"/><stop offset=".38" stop-color="#8d6fb0"/>
			<stop offset=".62" stop-color="#f29a7c"/><stop offset=".78" stop-color="#ffd59a"/>
		</linearGradient>
		<radialGradient id="glow"><stop offset="0" stop-color="#fff6d8" stop-opacity=".95"/>
			<stop offset=".25" stop-color="#ffe2a0" stop-opacity=".55"/><stop offset="1" stop-color="#ffd08a" stop-opacity="0"/></radialGradient>
		<linearGradient id="far" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#7d6f9f"/><stop offset="1" stop-color="#d79a94"/></linearGradient>
		<linearGradient id="mid" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#4c5a86"/><stop offset="1" stop-color="#8a7892"/></linearGradient>
		<linearGradient id="hill" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#5f8a56"/><stop offset="1" stop-color="#2e5a42"/></linearGradient>
		<linearGradient id="meadow" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#86a552"/><stop offset=".5" stop-color="#4b7a42"/><stop offset="1" stop-color="#1f4634"/></linearGradient>
		<linearGradient id="wall" x1="0" y1="0" x2="1" y2="0"><stop offset="0" stop-color="#fff0da"/><stop offset="1" stop-color="#d9b596"/></linearGradient>
		<linearGradient id="roof" x1="0" y1="0" x2="1" y2="0"><stop offset="0" stop-color="#b4543f"/><stop offset="1" stop-color="#7c3432"/></linearGradient>
		<filter id="soft"><feGaussianBlur stdDeviation="9"/></filter><filter id="haze"><feGaussianBlur stdDeviation="1.2"/></filter>
		<filter id="shade"><feGaussianBlur stdDeviation="7"/></filter>
	</defs>
	<rect width="960" height="640" fill="url(#sky)"/>
	<circle cx="318" cy="330" r="330" fill="url(#glow)"/><circle cx="318" cy="330" r="44" fill="#fff8e6" filter="url(#haze)"/>
	<g fill="#fff" opacity=".34" filter="url(#soft)">
		<ellipse cx="700" cy="120" rx="150" ry="17"/><ellipse cx="770" cy="104" rx="82" ry="19"/><ellipse cx="170" cy="168" rx="120" ry="12"/><ellipse cx="470" cy="206" rx="92" ry="9"/>
	</g>
	<g filter="url(#haze)">
		<path d="M0 400 L90 336 L150 366 L262 268 L330 332 L398 300 L520 384 L640 290 L742 362 L836 306 L960 378 V520 H0 Z" fill="url(#far)"/>
		<path d="M0 432 C90 380 150 396 230 372 S400 430 500 404 S690 350 800 392 S920 392 960 380 V540 H0 Z" fill="url(#mid)"/>
	</g>
	<path d="M0 470 C150 420 300 450 430 440 S700 398 960 446 V640 H0 Z" fill="url(#hill)"/>
	${trees([40, 462, 30], [76, 456, 38], [112, 454, 28], [860, 440, 40], [900, 446, 52], [936, 450, 36], [486, 444, 26], [520, 440, 34])}
	<path d="M0 520 C180 450 380 480 560 456 S860 450 960 486 V640 H0 Z" fill="url(#meadow)"/>
	<ellipse cx="690" cy="462" rx="120" ry="13" fill="#1f3d2c" opacity=".55" filter="url(#shade)"/>
	<path d="M596 460 V372 L664 318 L732 372 V460 Z" fill="url(#wall)"/>
	<rect x="700" y="318" width="18" height="44" fill="#8d5a4b"/>
	<path d="M580 382 L664 308 L748 382 L738 392 L664 330 L590 392 Z" fill="url(#roof)"/>
	<rect x="650" y="410" width="28" height="50" rx="2" fill="#6b4030"/>
	<g fill="#ffdf85" stroke="#7a5140" stroke-width="3"><rect x="610" y="394" width="26" height="26"/><rect x="692" y="394" width="26" height="26"/><circle cx="664" cy="364" r="11"/></g>
	<path d="M656 460 C640 500 520 540 470 640 H600 C610 560 690 510 676 460 Z" fill="#e3c48f" opacity=".75"/>
	<g stroke="#f6e7c5" stroke-width="5" stroke-linecap="round" opacity=".8">${fence()}</g>
	<g fill="#fbe6ef" opacity=".85">${flowers()}</g>`,
);

const MASK = svg(
	960,
	640,
	`<rect width="960" height="640" fill="#000"/>
	<g fill="#fff" stroke="#fff" stroke-width="10" stroke-linejoin="round">${HOUSE}<rect x="596" y="440" width="136" height="20"/></g>`,
);

const PORTRAIT = svg(
	640,
	800,
	`<defs>
		<radialGradient id="face" cx=".42" cy=".4" r=".7"><stop offset="0" stop-color="#f6cda9"/><stop offset=".7" stop-color="#e0a47c"/><stop offset="1" stop-color="#b97b5a"/></radialGradient>
		<linearGradient id="neck" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="#b0744f"/><stop offset="1" stop-color="#dda079"/></linearGradient>
		<linearGradient id="hair" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="#6b3f2a"/><stop offset="1" stop-color="#2f1a14"/></linearGradient>
		<linearGradient id="coat" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="#2f7f86"/><stop offset="1" stop-color="#164a58"/></linearGradient>
		<filter id="b3"><feGaussianBlur stdDeviation="3"/></filter><filter id="b12"><feGaussianBlur stdDeviation="14"/></filter>
	</defs>
	<rect width="640" height="800" fill="#9fb6cc"/>
	<path d="M196 330 C150 520 170 620 190 650 H450 C476 610 490 500 446 330 Z" fill="url(#hair)"/>
	<path d="M262 480 H378 V620 C350 660 290 660 262 620 Z" fill="url(#neck)"/>
	<path d="M30 800 C40 660 150 626 258 590 C290 650 350 650 382 590 C490 626 600 660 610 800 Z" fill="url(#coat)"/>
	<path d="M258 590 C290 650 350 650 382 590 L396 612 C360 690 280 690 244 612 Z" fill="#f3f0ea"/>
	<ellipse cx="320" cy="360" rx="124" ry="166" fill="url(#face)"/>
	<g filter="url(#b12)" opacity=".4"><ellipse cx="252" cy="412" rx="34" ry="24" fill="#e0705f"/><ellipse cx="388" cy="412" rx="34" ry="24" fill="#d8665a"/></g>
	<path d="M192 372 C170 190 250 146 330 150 C420 152 474 220 448 376 C440 300 410 262 372 240 C330 276 250 270 222 292 C206 316 200 340 192 372 Z" fill="url(#hair)"/>
	<g fill="#fffaf4"><ellipse cx="270" cy="356" rx="23" ry="13"/><ellipse cx="370" cy="356" rx="23" ry="13"/></g>
	<g fill="#4b6b4a"><circle cx="271" cy="356" r="12"/><circle cx="369" cy="356" r="12"/></g>
	<g fill="#161210"><circle cx="271" cy="356" r="6"/><circle cx="369" cy="356" r="6"/></g>
	<g fill="#fff"><circle cx="275" cy="352" r="3"/><circle cx="373" cy="352" r="3"/></g>
	<g fill="none" stroke-linecap="round">
		<path d="M246 348 C258 338 284 338 295 350 M345 350 C356 338 382 338 394 348" stroke="#3a2118" stroke-width="4"/>
		<path d="M240 322 C258 310 284 312 298 320 M342 320 C356 312 382 310 400 322" stroke="#4a2c1e" stroke-width="8"/>
		<path d="M322 366 C314 396 306 412 310 420 C318 428 328 428 336 420" stroke="#b5714f" stroke-width="5" filter="url(#b3)"/>
	</g>
	<path d="M272 462 C296 454 308 458 320 462 C332 458 344 454 368 462 C350 490 290 490 272 462 Z" fill="#b8483f"/>
	<path d="M278 463 C300 468 340 468 362 463 C344 474 296 474 278 463 Z" fill="#fdf4ec"/>
	<g fill="#9c5d3f" opacity=".5"><circle cx="262" cy="398" r="2.4"/><circle cx="274" cy="404" r="2"/><circle cx="252" cy="410" r="1.8"/><circle cx="372" cy="400" r="2.2"/><circle cx="386" cy="406" r="2"/><circle cx="360" cy="410" r="1.8"/><circle cx="300" cy="296" r="2.4"/><circle cx="346" cy="302" r="2"/></g>
	<ellipse cx="286" cy="290" rx="44" ry="22" fill="#fff" opacity=".2" filter="url(#b12)"/>`,
);

const PRODUCT = svg(
	800,
	800,
	`<defs>
		<linearGradient id="glass" x1="0" y1="0" x2="1" y2="0"><stop offset="0" stop-color="#0d5f58"/><stop offset=".2" stop-color="#3fb9a4"/><stop offset=".42" stop-color="#1d8f80"/><stop offset=".85" stop-color="#0a4f4b"/><stop offset="1" stop-color="#063b3a"/></linearGradient>
		<linearGradient id="cap" x1="0" y1="0" x2="1" y2="0"><stop offset="0" stop-color="#7a5520"/><stop offset=".3" stop-color="#e7bd6a"/><stop offset=".6" stop-color="#b7853a"/><stop offset="1" stop-color="#6a4718"/></linearGradient>
		<linearGradient id="label" x1="0" y1="0" x2="1" y2="0"><stop offset="0" stop-color="#c9a983"/><stop offset=".35" stop-color="#e3c59b"/><stop offset="1" stop-color="#ab8862"/></linearGradient>
		<filter id="b"><feGaussianBlur stdDeviation="5"/></filter>
	</defs>
	<rect width="800" height="800" fill="#f4f5f7"/>
	<ellipse cx="400" cy="690" rx="180" ry="9" fill="#dfe2e8" filter="url(#b)"/>
	<rect x="352" y="116" width="96" height="84" rx="12" fill="url(#cap)"/>
	<g stroke="#5e3f14" stroke-opacity=".3" stroke-width="3">${Array.from({ length: 7 }, (_, at) => `<path d="M${364 + at * 12} 126 V190"/>`).join('')}</g>
	<path d="M366 198 H434 V244 C434 274 530 288 530 352 V656 C530 682 512 694 488 694 H312 C288 694 270 682 270 656 V352 C270 288 366 274 366 244 Z" fill="url(#glass)"/>
	<path d="M296 360 C300 320 350 304 372 286 C344 330 322 340 318 380 V650 C302 640 296 630 296 610 Z" fill="#d8fff3" opacity=".42" filter="url(#b)"/>
	<rect x="270" y="420" width="260" height="180" fill="url(#label)"/>
	<g fill="none" stroke="#2c5b4c" stroke-width="5" stroke-linecap="round"><path d="M400 560 C400 520 400 490 400 456"/><path d="M400 530 C370 526 352 508 348 484 C376 486 396 504 400 530 Z" fill="#4f8b6c"/><path d="M400 506 C430 502 448 484 452 460 C424 462 404 480 400 506 Z" fill="#76ad84"/></g>
	<g fill="#2c5b4c"><rect x="344" y="574" width="112" height="6" rx="3"/></g>`,
);

function svg(width: number, height: number, content: string): string {
	return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${content}</svg>`;
}

/** Trees, each given by the position of its base and its height. */
function trees(...places: [x: number, y: number, height: number][]): string {
	const one = ([x, y, h]: [number, number, number]): string =>
		`<path d="M${x} ${y - h * 1.6} C${x + h * 0.7} ${y - h} ${x + h * 0.5} ${y} ${x} ${y} S${x - h * 0.7} ${y - h} ${x} ${y - h * 1.6} Z" fill="#2b5440"/>` +
		`<path d="M${x - h * 0.1} ${y - h * 1.4} C${x - h * 0.6} ${y - h * 0.8} ${x - h * 0.4} ${y - h * 0.2} ${x - h * 0.1} ${y - h * 0.1} Z" fill="#6b9158" opacity=".6"/>`;
	return places.map(one).join('');
}

function fence(): string {
	const posts = Array.from({ length: 9 }, (_, at) => {
		const x = 764 + at * 24;
		return `<path d="M${x} ${470 + at * 2} V${446 + at * 2}"/>`;
	});
	return `${posts.join('')}<path d="M764 456 L956 472" stroke-width="4"/>`;
}

/** Random-looking numbers from 0 to 1, the same on each run, so redrawing does not change the images. */
function* numbers(): Generator<number, never> {
	let seed = 1;
	for (;;) {
		seed = (seed * 1103515245 + 12345) % 2147483648;
		yield Math.floor(seed / 65536) / 32768;
	}
}

function flowers(): string {
	const random = numbers();
	return Array.from({ length: 90 }, () => {
		const x = Math.round(random.next().value * 960);
		const depth = random.next().value;
		const y = Math.round(535 + depth * 100);
		const onThePath = x > 440 && x < 660;
		return onThePath ? '' : `<circle cx="${x}" cy="${y}" r="${(1.2 + depth * 1.8).toFixed(1)}"/>`;
	}).join('');
}

/** A little film grain, so the images look less like drawings. */
async function grain(width: number, height: number): Promise<OverlayOptions> {
	const random = numbers();
	const noise = Buffer.alloc(width * height);
	for (let at = 0; at < noise.length; at++) noise[at] = 120 + random.next().value * 17;
	const input = await sharp(noise, { raw: { width, height, channels: 1 } })
		.blur(0.6)
		.png()
		.toBuffer();
	return { input, blend: 'soft-light' };
}

async function photo(drawing: string, name: string, width: number, height: number): Promise<void> {
	const picture = await sharp(Buffer.from(drawing))
		.flatten({ background: '#fff' })
		.composite([await grain(width, height)])
		.jpeg({ quality: 86, mozjpeg: true })
		.toBuffer();
	await writeFile(join(__dirname, name), picture);
}

/** The landscape as a faded black-and-white print. */
async function print(name: string): Promise<void> {
	const picture = await sharp(join(__dirname, 'landscape.jpg'))
		.resize(480)
		.grayscale()
		.linear(0.6, 60)
		.blur(0.7)
		.jpeg({ quality: 80, mozjpeg: true })
		.toBuffer();
	await writeFile(join(__dirname, name), picture);
}

async function main(): Promise<void> {
	await photo(LANDSCAPE, 'landscape.jpg', 960, 640);
	await print('old-photo.jpg');
	await photo(PORTRAIT, 'portrait.jpg', 640, 800);
	await photo(PRODUCT, 'product.jpg', 800, 800);
	await sharp(Buffer.from(MASK))
		.toColourspace('b-w')
		.threshold(128)
		.png({ compressionLevel: 9 })
		.toFile(join(__dirname, 'landscape-mask.png'));
}

void main();
