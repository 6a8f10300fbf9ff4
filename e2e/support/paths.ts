import { resolve } from 'node:path';

/** The checkout this file belongs to. */
export const REPOSITORY = resolve(__dirname, '..', '..');

/** Where n8n itself is installed: a package of its own, so that its 3 GB stay out of `npm ci`. */
export const N8N_FOLDER = resolve(REPOSITORY, 'e2e', 'n8n');
