import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import sharp from 'sharp';

import { createEngine, type Engine } from '../../../harness/engine/core';
import { FotorMask } from '../../../nodes/FotorMask/FotorMask.node';

const MASK = 'n8n-nodes-fotor.fotorMask';
const HOUR = 3_600_000;

let engine: Engine;
let image: INodeExecutionData['binary'];
let text: INodeExecutionData['binary'];
beforeAll(async () => {
	engine = await createEngine();
	engine.addNode(MASK, new FotorMask());
	const png = sharp({ create: { width: 30, height: 20, channels: 3, background: '#08f' } }).png();
	image = await engine.file(await png.toBuffer(), 'a.png', 'image/png');
	text = await engine.file(Buffer.from('<html>Sign in</html>'), 'b.png', 'image/png');
});

const run = async (parameters: INodeParameters, items = [image, image], onError?: never) => {
	const input = items.map((binary, index) => ({ json: { index }, ...(binary ? { binary } : {}) }));
	return await engine.run(MASK, parameters, { input, node: onError ? { onError } : {} });
};

test('the execution waits indefinitely, and the output of earlier nodes stays unchanged', async () => {
	const { run: ended, data } = await run({});
	expect(ended.status).toBe('waiting');
	expect(ended.waitTill?.getTime()).toBe(Date.parse('3000-01-01T00:00:00.000Z'));
	expect(data.resultData.runData.Start?.[0]?.data?.main?.[0]?.map(({ json }) => json)).toEqual([
		{ index: 0 },
		{ index: 1 },
	]);
});

test('after the time limit, the items continue with their files but without masks', async () => {
	const parameters = { limitWaitTime: true, resumeAmount: 2, resumeUnit: 'hours' };
	const waiting = await run(parameters);
	expect(waiting.run.waitTill?.getTime()).toBeGreaterThan(Date.now() + 1.9 * HOUR);
	expect(waiting.run.waitTill?.getTime()).toBeLessThan(Date.now() + 2.1 * HOUR);
	const { run: ended, items } = await engine.run(MASK, parameters, { resume: waiting.data });
	expect(ended.status).toBe('success');
	expect(items.map(({ json }) => json)).toEqual([
		{ index: 0, timedOut: true },
		{ index: 1, timedOut: true },
	]);
	expect(items.map(({ binary }) => Object.keys(binary ?? {}))).toEqual([['data'], ['data']]);
	expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
});

test("a date without a time zone uses the workflow's time zone", async () => {
	const at = {
		limitWaitTime: true,
		limitType: 'atSpecifiedTime',
		maxDateAndTime: '2100-01-01T10:00:00',
	};
	const settings = { timezone: 'America/New_York' };
	const { run: ended } = await engine.run(MASK, at, {
		input: [{ json: {}, binary: image ?? {} }],
		settings,
	});
	expect(ended.waitTill?.toISOString()).toBe('2100-01-01T15:00:00.000Z');
});

test.each([
	['a missing file', {}, undefined, /^No file in 'data'. This item has no files$/],
	['a file that is not an image', {}, () => text, /is HTML|is a web page|not an image/],
	['a time limit in the past', limit('2020-01-01'), () => image, /in the past: 2020-01-01/],
	['an empty time limit', limit(''), () => image, /'Max Date and Time' isn't a date/],
	[
		'an empty name for the mask',
		{ outputBinaryProperty: "={{ '' }}" },
		() => image,
		/Output File.* is empty/,
	],
	[
		'a margin of half a pixel',
		{ options: { grow: 0.5 } },
		() => image,
		/'Grow \(Pixels\)' must be a whole number/,
	],
])('%s is rejected before anyone is asked to paint', async (_name, parameters, file, message) => {
	const { run: ended, error } = await run(parameters, [file?.()]);
	expect(ended.status).toBe('error');
	expect(error?.message).toMatch(message);
	expect(error?.description).toBeTruthy();
});

function limit(maxDateAndTime: string): INodeParameters {
	return { limitWaitTime: true, limitType: 'atSpecifiedTime', maxDateAndTime };
}

test('with "Continue", an item that can\'t be painted does not stop the others', async () => {
	const { run: ended, data } = await run({}, [text, image], 'continueRegularOutput' as never);
	expect(ended.status).toBe('waiting');
	const [stored] = data.executionData?.nodeExecutionStack ?? [];
	expect(stored?.data.main?.[0]?.map(({ json }) => Object.keys(json))).toEqual([
		['error'],
		['index', 'timedOut'],
	]);
	const none = await run({}, [text], 'continueRegularOutput' as never);
	expect(none.run.status).toBe('success');
	expect(none.items[0]?.json.error).toMatch(
		/^The file in 'Input Binary Field' is a web page, not an image\./,
	);
});

test('an AI agent is told that painting needs a person', async () => {
	await expect(engine.tool(MASK, {})({})).rejects.toThrow(/An AI agent can't use 'Paint'/);
});
