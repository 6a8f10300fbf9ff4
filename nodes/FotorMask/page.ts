import { randomBytes } from 'node:crypto';

import { PAGE } from './page.generated';

export interface PageImage {
	/** File name. May be empty. */
	name: string;
	/** px, after EXIF rotation */
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
 * Returns the page and the headers to send with it. The headers give the page an opaque origin, so it can't access
 * n8n's cookies or storage. They also limit the page's requests to this host.
 * @param host the request's host, including the port
 */
export function paintPage(
	host: string,
	data: PageData,
): { html: string; headers: Record<string, string> } {
	const nonce = randomBytes(18).toString('base64');
	// Keeps a file name that contains "</script>" from ending the script.
	const json = JSON.stringify(data).replace(/</g, '\\u003c');
	const html = PAGE.replaceAll('NONCE', nonce).replace('"DATA"', () => json);
	// A host with other characters could add rules of its own to the header.
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
