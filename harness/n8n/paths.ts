import { resolve } from 'node:path';

/** Root of this repository. */
export const REPOSITORY = resolve(__dirname, '..', '..');

/** The major version of n8n under test: 1 if E2E_N8N_LINE=1, and 2 otherwise. The exact versions are pinned. */
export const N8N_LINE = process.env.E2E_N8N_LINE === '1' ? 1 : 2;

/** Folders in which n8n is installed. They are separate packages, so `npm ci` doesn't download gigabytes. */
export const N8N_FOLDERS = {
	1: resolve(REPOSITORY, 'e2e', 'n8n1'),
	2: resolve(REPOSITORY, 'e2e', 'n8n'),
};

export const N8N_FOLDER = N8N_FOLDERS[N8N_LINE];
