import { randomBytes } from 'node:crypto';

import { PAGE } from './page.generated';

export interface PageImage {
	/** File name, may be empty. */
	name: string;
	/** px, as a viewer shows it (after EXIF rotation) */
	width: number;
	/** px */
	height: number;
}

/** The data passed to the page. */
export interface PageData {
	images: PageImage[];
	instructions: string;
	requireName: boolean;
}

/**
 * The page, and the headers it must be sent with: it runs without an origin of its own, so n8n's cookies and storage are
 * out of its reach, and it may talk to this host only.
 * @param host of the request, with its port
 */
export function paintPage(
	host: string,
	data: PageData,
): { html: string; headers: Record<string, string> } {
	const nonce = randomBytes(18).toString('base64');
	// A name such as "</script>" must not end the script.
	const json = JSON.stringify(data).replace(/</g, '\\u003c');
	const html = PAGE.replaceAll('NONCE', nonce).replace('"DATA"', () => json);
	// Any other text in the header could change the rules.
	const self = /^[\w.:[\]-]+$/.test(host) ? `'self' ${host}` : "'self'";
	const rules = [
		'sandbox allow-scripts allow-forms',
		"default-src 'none'",
		`img-src data: blob: ${self}`,
		`connect-src ${self}`,
		`style-src 'nonce-${nonce}'`,
		`script-src 'nonce-${nonce}'`,
		"base-uri 'none'",
		"form-action 'none'",
		"frame-ancestors 'none'",
	];
	return {
		html,
		headers: {
			'Content-Type': 'text/html; charset=utf-8',
			'Content-Security-Policy': rules.join('; '),
			'X-Content-Type-Options': 'nosniff',
			'Referrer-Policy': 'no-referrer',
			'Cache-Control': 'no-store',
			'X-Robots-Tag': 'noindex',
		},
	};
}
