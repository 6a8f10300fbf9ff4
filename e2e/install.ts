import { ensureN8n } from '../harness/n8n/install';
import { ensureChromium } from './support/chromium';
import { exitWith } from './support/jest';

/** Installs n8n and Chromium up front, so parallel tests don't each try to install them. */
async function main(): Promise<number> {
	await ensureN8n({ onProgress: console.log });
	await ensureChromium(console.log);
	return 0;
}

exitWith(main);
