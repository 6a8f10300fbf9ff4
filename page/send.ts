import type { History } from './operations';
import { base64, encodePng } from './png';
import { Raster } from './raster';
import { TEXTS } from './texts';
import type { Size } from './view';

/** An image and what has been painted on it. */
export interface Sheet extends Size {
	name: string;
	history: History;
	/** True if "Nothing to replace here" is checked. */
	skips: boolean;
}

/** Index of the first image that is neither painted nor skipped, or -1. */
export function unpainted(sheets: Sheet[]): number {
	return sheets.findIndex(({ width, height, history, skips }) => {
		return !skips && new Raster(width, height, history.operations).isEmpty;
	});
}

/** Submits the masks. Returns the reason if n8n rejects them, or `gone` if n8n is no longer waiting. */
export async function send(
	sheets: Sheet[],
	name: string,
): Promise<'done' | 'gone' | { reason: string }> {
	const masks: Array<string | null> = [];
	for (const { width, height, history, skips } of sheets) {
		const raster = new Raster(width, height, history.operations);
		masks.push(skips ? null : base64(await encodePng(raster)));
	}
	let reply: Response;
	try {
		// The page has an opaque origin, so text/plain is used to avoid a CORS preflight.
		const headers = { 'Content-Type': 'text/plain' };
		const body = JSON.stringify({ name, masks });
		reply = await fetch(location.href, { method: 'POST', headers, body });
	} catch {
		return { reason: TEXTS.offline };
	}
	if (reply.ok) return 'done';
	if ([401, 404, 409, 410].includes(reply.status)) return 'gone';
	if (reply.status === 413) return { reason: TEXTS.tooLarge };
	const answer = (await reply.json().catch(() => ({}))) as { reason?: string };
	return { reason: answer.reason ?? TEXTS.refused(reply.status) };
}
