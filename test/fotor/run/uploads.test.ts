import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

import {
	startUpscaler,
	textOf,
	type UpscalerSetup,
	type UpscaleOptions,
} from '../../../harness/engine/upscaler';
import { closedAddress } from '../../support/gate';
import { speedUp, steppedTime } from '../../support/time';

let setup: UpscalerSetup;
beforeAll(async () => {
	setup = await startUpscaler({ binaryMode: 'filesystem' });
	// n8n loads some modules only on the first run.
	await setup.upscale({ asFile: true });
});
afterAll(async () => {
	await setup.close();
});
beforeEach(() => {
	setup.sandbox.reset();
	setup.sandbox.options.taskDurationMs = 1;
});
afterEach(() => jest.restoreAllMocks());

/** A file too large for the buffers of sockets and streams: an image followed by padding. */
const largeFile = async (bytes = 8_000_000, head = setup.picture) =>
	await setup.engine.file(
		Buffer.concat([head, Buffer.alloc(bytes, ' ')]),
		'large.png',
		'image/png',
	);
const run = async (options: UpscaleOptions & { waits?: number[]; bytes?: number } = {}) => {
	const { waits = [600], bytes, ...others } = options;
	const binary = await largeFile(bytes);
	return await setup.upscale({
		items: waits.map((wait) => ({ json: { wait }, binary })),
		asFile: true,
		...others,
		options: { maxWaitTime: '={{ $json.wait }}', ...others.options },
	});
};
const requests = (wanted: string, at = /./) =>
	setup.sandbox.requests.filter(({ method, path }) => method === wanted && at.test(path)).length;

describe('items with different wait times that need the same file', () => {
	it('an item does not fail just because an earlier item has less time', async () => {
		steppedTime();
		setup.sandbox.fail({ on: 'sign', retryAfter: 10 });
		const { items } = await run({ waits: [3, 60] });
		expect(items.map(({ json }) => json.status)).toEqual(['completed', 'completed']);
		expect(requests('PUT')).toBe(1);
	});

	it('an item gets another attempt after an earlier one gave up on a stalled upload', async () => {
		steppedTime();
		setup.sandbox.fail({ on: 'put', stall: true });
		const { items } = await run({ waits: [3, 300], bytes: 1_000 });
		expect(items.map(({ json }) => json.status)).toEqual(['completed', 'completed']);
		expect(requests('PUT')).toBe(2);
	});

	it("the earlier item gives up after its own wait time, not after the later item's", async () => {
		const time = steppedTime();
		const begin = time.now;
		setup.sandbox.fail({ on: 'sign', retryAfter: 200 });
		let uploadedAt = Infinity;
		const { items } = await run({
			waits: [3, 600],
			node: { onError: 'continueRegularOutput' },
			onStart: () => {
				const watch = setInterval(() => {
					if (requests('PUT') === 0) return;
					uploadedAt = time.now - begin;
					clearInterval(watch);
				}, 1);
			},
		});
		expect(items[0]?.json.error).toMatch(
			/could not be uploaded within 'Maximum Wait Time' \[item 0\]\. Nothing was charged/,
		);
		expect(items[1]?.json.status).toBe('completed');
		expect(uploadedAt).toBeGreaterThanOrEqual(200_000);
	});
});

describe('an upload that stalls', () => {
	it("ends within a minute after 'Maximum Wait Time', however large the file is", async () => {
		const time = steppedTime();
		const begin = time.now;
		setup.sandbox.fail({ on: 'put', stall: true, times: Infinity });
		const result = await run({ waits: [5] });
		expect(time.now - begin).toBeLessThanOrEqual(80_000);
		expect(textOf(result)).toMatch(
			/^Fotor's storage did not reply in time, so the file .* was not uploaded/,
		);
		expect(setup.sandbox.submissions).toEqual([]);
	});

	it('an upload that is only slow gets enough time for its size, if the wait time allows', async () => {
		speedUp(100);
		// 100 s on the node's clock, longer than the one minute allowed for the storage's reply.
		setup.sandbox.fail({ on: 'put', delayMs: 1_000 });
		const { items } = await run();
		expect(items[0]?.json.status).toBe('completed');
		expect(requests('PUT')).toBe(1);
	});
});

describe('a submission that contains a file', () => {
	it.each([
		[1_500_000, 'completed'],
		[1_000, undefined],
	])(
		'gets time in proportion to its size: %i bytes, with a reply after 60 s',
		async (bytes, status) => {
			speedUp(20);
			setup.sandbox.fail({ on: 'submit', delayMs: 3_000 });
			const result = await run({ bytes, options: { uploadMethod: 'base64' } });
			expect(result.items[0]?.json.status).toBe(status);
			if (!status) expect(textOf(result)).toMatch(/did not reply.*may have been accepted/);
			expect(setup.sandbox.submissions).toHaveLength(1);
		},
	);
});

/** Files in n8n's store that this process has open. */
function openFiles(): string[] {
	return readdirSync('/proc/self/fd').flatMap((descriptor) => {
		try {
			const path = readlinkSync(`/proc/self/fd/${descriptor}`);
			return path.includes('/binary_data/') ? [path] : [];
		} catch {
			return [];
		}
	});
}

const onLinux = existsSync('/proc/self/fd') ? describe : describe.skip;
onLinux('no file stays open', () => {
	afterEach(async () => {
		const end = Date.now() + 1_000;
		while (openFiles().length > 0 && Date.now() < end) await sleep(5);
		expect(openFiles()).toEqual([]);
	});

	it.each([
		['reset', { reset: 'before' as const }],
		['stalled', { stall: true }],
		['refused by the storage', { status: 403 }],
		['answered with HTTP 500', { status: 500 }],
	])('after an upload that is %s', async (_name, fault) => {
		steppedTime();
		setup.sandbox.fail({ on: 'put', times: Infinity, ...fault });
		expect(textOf(await run({ waits: [30, 30] }))).toMatch(
			/^(Fotor's|The connection to Fotor's) storage.* was not uploaded/,
		);
		expect(requests('PUT')).toBeGreaterThan(0);
	});

	it('after uploads to a server that refuses the connection', async () => {
		steppedTime();
		const url = `${await closedAddress()}/x.png`;
		const body = { code: '000', data: { upload_url: url, url } };
		setup.sandbox.fail({ on: 'sign', times: Infinity, body });
		expect(textOf(await run())).toMatch(
			/^(Fotor's|The connection to Fotor's) storage.* was not uploaded/,
		);
	});

	it('after the user stops an upload', async () => {
		setup.sandbox.fail({ on: 'put', times: Infinity, stall: true });
		let openAtStop = 0;
		const stop = async (cancel: () => void) => {
			while (requests('PUT') === 0) await sleep(2);
			await sleep(20);
			openAtStop = openFiles().length;
			cancel();
		};
		const result = await run({ onStart: (cancel) => void stop(cancel) });
		expect(result.run.status).toBe('canceled');
		expect(openAtStop).toBe(1);
	});

	it('after a file is rejected because of its first bytes', async () => {
		const text = await largeFile(8_000_000, Buffer.from('<!doctype html>'));
		const result = await setup.upscale({ items: [{ json: {}, binary: text }], asFile: true });
		expect(textOf(result)).toMatch(/is a web page, not an image/);
	});
});
