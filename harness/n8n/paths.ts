import { resolve } from 'node:path';

/** The checkout this file belongs to. */
export const REPOSITORY = resolve(__dirname, '..', '..');

/** The n8n that the tests run: 2 (the pinned 2.x), or 1 (the pinned 1.x) with E2E_N8N_LINE=1 in the environment. */
export const N8N_LINE = process.env.E2E_N8N_LINE === '1' ? 1 : 2;

/** Where each n8n itself is installed: a package of its own, so that its gigabytes stay out of `npm ci`. */
export const N8N_FOLDERS = {
	1: resolve(REPOSITORY, 'e2e', 'n8n1'),
	2: resolve(REPOSITORY, 'e2e', 'n8n'),
};

export const N8N_FOLDER = N8N_FOLDERS[N8N_LINE];
