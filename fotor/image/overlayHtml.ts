import type { MaskConvention } from './mask';

export interface OverlaySources {
	/** URL or data URI of the image. */
	image: string;
	/** Data URI of the mask. */
	mask: string;
	/** Width of the mask, px. */
	width: number;
	/** Height of the mask, px. */
	height: number;
	convention: MaskConvention;
	/** True if the mask was made for the image as stored, without the rotation set by the camera. */
	asStored: boolean;
}

/**
 * An HTML page that shows an image and tints the part to replace. The page uses only styles, because n8n's editor
 * removes scripts, as well as data URIs in image elements, from the pages that it shows.
 */
export function overlayHtml({
	image,
	mask,
	width,
	height,
	convention,
	asStored,
}: OverlaySources): string {
	const inverted = convention === 'blackReplaces';
	const layers = inverted ? `url("${mask}"), linear-gradient(#fff, #fff)` : `url("${mask}")`;
	return `<style>
body { margin: 0; }
.image { width: min(100%, ${width}px, calc(100vh * ${width} / ${height})); aspect-ratio: ${width} / ${height}; background: url("${cssUrl(image)}") center / 100% 100% no-repeat; image-orientation: ${asStored ? 'none' : 'from-image'}; }
.mark { width: 100%; height: 100%; background: rgb(255 0 80 / 55%); mask: ${layers}; mask-size: 100% 100%; mask-mode: luminance; mask-composite: ${inverted ? 'exclude' : 'add'}; }
</style>
<div class="image"><div class="mark"></div></div>
`;
}

/** Escapes a URL for CSS, so it can't break out of the string, the rule or the style element. */
function cssUrl(url: string): string {
	return url.replace(/["'\\<>()\s]/g, (character) =>
		encodeURIComponent(character).replace(/['()]/g, hex),
	);
}

function hex(character: string): string {
	return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
