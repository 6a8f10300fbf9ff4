import sharp, { type Sharp } from 'sharp';

import { css, hsl, promptColor } from './colors';
import { checkSize, type Size } from './pixels';

/** Maximum number of characters per line of a caption, and maximum number of lines. */
const LINE_LENGTH = 28;
const MOST_LINES = 4;

/**
 * A drawing for a prompt: hills under a sky in the prompt's color. Includes the prompt as text if the machine has a
 * font.
 */
export function scenery(prompt: string, size: Size): Sharp {
	return sharp(Buffer.from(scenerySvg(prompt, checkSize(size))), { limitInputPixels: false })
		.resize(size.width, size.height, { fit: 'fill' })
		.removeAlpha();
}

function scenerySvg(prompt: string, { width, height }: Size): string {
	const sky = css(promptColor(prompt));
	const hills = hue(prompt);
	const side = Math.min(width, height);
	const y = (part: number): number => Math.round(height * part);
	const hill = (top: number, lightness: number): string =>
		`<path d="M0 ${y(top)} C${width * 0.3} ${y(top - 0.16)} ${width * 0.6} ${y(top + 0.12)} ${width} ${y(top - 0.06)} V${height} H0 Z" fill="${css(hsl(hills, 0.35, lightness))}"/>`;
	return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
		<defs><linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${sky}"/><stop offset=".8" stop-color="#fff3df"/></linearGradient></defs>
		<rect width="${width}" height="${height}" fill="url(#sky)"/>
		<circle cx="${width * 0.72}" cy="${y(0.3)}" r="${side * 0.1}" fill="#fffaf0" fill-opacity=".9"/>
		${hill(0.7, 0.62)}${hill(0.8, 0.45)}${hill(0.92, 0.3)}
		<g font-family="sans-serif" font-weight="600" font-size="${side * 0.05}" fill="#fff" stroke="#000" stroke-opacity=".35" stroke-width="${side * 0.003}" paint-order="stroke">${caption(prompt, side * 0.06)}</g>
	</svg>`;
}

/**
 * Hue of the hills in degrees. It varies with the length of the prompt, so it usually differs from the hue of the sky.
 */
const hue = (prompt: string): number => (90 + prompt.length * 23) % 360;

function caption(prompt: string, step: number): string {
	return wrap(prompt)
		.map((line, at) => `<text x="${step}" y="${step * 1.4 * (at + 1)}">${escapeXml(line)}</text>`)
		.join('');
}

function wrap(prompt: string): string[] {
	const lines: string[] = [];
	for (const word of prompt.split(/\s+/)) {
		const last = lines.at(-1);
		if (last !== undefined && `${last} ${word}`.length <= LINE_LENGTH) {
			lines[lines.length - 1] = `${last} ${word}`;
		} else lines.push(word);
	}
	return lines.slice(0, MOST_LINES);
}

/** Escapes text for XML, and drops characters that XML does not allow at all. */
const escapeXml = (text: string): string =>
	text
		.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
		.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
