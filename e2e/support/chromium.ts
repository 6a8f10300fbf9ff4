import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, selectors, type Page } from 'playwright-core';
import { requireCommand } from '../../harness/n8n/command';
import { PIXEL_RATIO } from './screenshots';

const CANDIDATES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Timeout in ms for a page to respond to a click. Long enough for a busy machine. */
const PAGE_TIMEOUT = 60_000;

/** Flags that keep Chromium from contacting other machines and make every run look the same. */
export const FLAGS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	'--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
	'--force-color-profile=srgb',
	'--hide-scrollbars',
];

export interface Editor {
	page: Page;
	close(): Promise<void>;
}

/**
 * Returns the path of Chromium: `CHROMIUM_PATH` if set, otherwise the system's Chromium, which is installed first if
 * it is missing and can be installed.
 */
export async function ensureChromium(
	onProgress: (text: string) => void = () => {},
): Promise<string> {
	const chosen = process.env.CHROMIUM_PATH;
	if (chosen) {
		if (existsSync(chosen)) return chosen;
		throw new Error(`CHROMIUM_PATH is ${chosen}, but that file does not exist`);
	}
	const found = CANDIDATES.find((path) => existsSync(path));
	if (found) return found;

	if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
		onProgress('Installing Chromium from the system packages');
		await requireCommand('apt-get', ['update']);
		await requireCommand('apt-get', ['install', '-y', 'chromium']);
		const installed = CANDIDATES.find((path) => existsSync(path));
		if (installed) return installed;
	}
	throw new Error(
		'The browser tests need Chromium. Install it (Debian: "apt-get install chromium"), ' +
			'or set CHROMIUM_PATH to any Chromium or Chrome binary.',
	);
}

/** Opens n8n's editor in a new headless browser and signs in. */
export async function openEditor(
	url: string,
	{ email, password }: { email: string; password: string },
): Promise<Editor> {
	selectors.setTestIdAttribute('data-test-id');
	const profile = await mkdtemp(join(tmpdir(), 'n8n-chromium-'));
	const context = await chromium.launchPersistentContext(profile, {
		executablePath: await ensureChromium(),
		headless: true,
		args: FLAGS,
		viewport: { width: 1400, height: 900 },
		deviceScaleFactor: PIXEL_RATIO,
		colorScheme: 'light',
		reducedMotion: 'reduce',
	});
	context.setDefaultTimeout(PAGE_TIMEOUT);
	const close = async () => {
		await context.close();
		await rm(profile, { recursive: true, force: true });
	};

	try {
		const page = context.pages()[0] ?? (await context.newPage());
		await page.goto(`${url}/signin`);
		await page.locator('input[autocomplete="email"]').fill(email);
		await page.locator('input[type="password"]').fill(password);
		await page.getByTestId('form-submit-button').click();
		await page.waitForURL((address) => !address.pathname.startsWith('/signin'));
		return { page, close };
	} catch (error) {
		await close();
		throw error;
	}
}
