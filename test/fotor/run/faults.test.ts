import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Fault } from '../../../sandbox';
import { startUpscaler, textsOf, type UpscalerSetup } from '../../../harness/engine/upscaler';
import type { RunResult } from '../../../harness/engine/core';
import { startGate, type Gate } from '../../support/gate';
import { speedUp, type FastTime } from '../../support/time';
import {
	ENDINGS,
	IF_PERSISTENT,
	MATRIX,
	REQUESTS,
	type Ending,
	type EndingName,
	type Request,
	type Row,
} from './faultMatrix';
import { whatHappensWhen } from './faultPage';

const SPEED = 30;

interface Cell {
	name: string;
	row: Row;
	request: Request;
	times: number;
	ending: EndingName;
}

/** Returns one cell per request for a one-time fault, plus one for a persistent fault if the ending is `retried`. */
function cells(row: Row): Cell[] {
	return REQUESTS.flatMap((request): Cell[] => {
		const ending = row[request];
		if (!ending) return [];
		const once = { name: `${request}, once → ${ending}`, row, request, times: 1, ending };
		if (ending !== 'retried' || row.onceOnly?.includes(request)) return [once];
		const stays = row.ifPersistent?.[request] ?? IF_PERSISTENT[request];
		return [
			once,
			{ ...once, name: `${request}, always → ${stays}`, times: Infinity, ending: stays },
		];
	});
}

let setup: UpscalerSetup;
let gate: Gate;
beforeAll(async () => {
	setup = await startUpscaler({ binaryMode: 'filesystem' });
	gate = await startGate(setup.sandbox.url);
});
afterAll(async () => {
	await gate.shut();
	await setup.close();
});
beforeEach(async () => {
	setup.sandbox.reset();
	setup.credential();
	await gate.open();
});
afterEach(() => {
	jest.restoreAllMocks();
});

describe.each(MATRIX)('when $when', (row) => {
	it.each(cells(row))('$name', async (cell) => {
		const time = speedUp(SPEED);
		await prepare(cell, time);
		const result = await setup.upscale({
			// The submission is the first request only if no file is uploaded before it.
			asFile: !(row.fault === 'connectionRefused' && cell.request === 'submit'),
			// Long enough for a temporary fault to end, even on a busy machine.
			options: { maxWaitTime: cell.times === 1 ? 90 : 20 },
			parameters: row.parameters,
		});
		const ending: Ending = ENDINGS[cell.ending];
		expect(textsOf(result).join()).toEqual(
			// With a single item, the text has no item number.
			ending.ends === 'stops' ? expect.stringMatching(/^(?!.*\[item).+/s) : '',
		);
		for (const text of ending.text ?? []) expect(textsOf(result).join()).toMatch(text);
		if (ending.ends !== 'stops') {
			expect(result.items[0]?.json).toMatchObject({ status: 'completed', ...ending.json });
			const wanted = ending.ends === 'finishes' && row.parameters?.downloadResult !== false;
			expect(Boolean(result.items[0]?.binary?.data)).toBe(wanted);
			expect(result.hints.join()).toMatch(ending.hint ?? /^$/);
		}
		expectInvariants(result, ending);
	});
});

/** Checks what must hold for every fault. */
function expectInvariants(result: RunResult, ending: Ending): void {
	const { sandbox } = setup;
	const told = [...textsOf(result), ...result.hints, ...notices(result)].join('\n');
	expect(told).not.toMatch(/\b(error|problem|failure|mistake)/i);
	expect(told).not.toMatch(/undefined|NaN|\[object/);
	expect(JSON.stringify(result.run)).not.toContain(sandbox.apiKey);
	expect(sandbox.submissions.length).toBeLessThanOrEqual(1);
	const [paid] = sandbox.submissions;
	const shown = told + JSON.stringify(result.items.map(({ json }) => json));
	if (paid && !ending.idUnknown) expect(shown).toContain(paid.taskId);
}

const notices = ({ items }: RunResult): string[] =>
	items.map(({ json }) => (typeof json.notice === 'string' ? json.notice : ''));

async function prepare({ row, request, times }: Cell, time: FastTime): Promise<void> {
	const { sandbox } = setup;
	if (row.fault === 'connectionRefused') return await refuseConnections(request, times, time);
	const fault = typeof row.fault === 'function' ? row.fault(request) : row.fault;
	sandbox.fail({ times, ...fault, on: request } as Fault);
}

/** Refuses connections for one kind of request until a few attempts have failed, or forever if the fault persists. */
async function refuseConnections(request: Request, times: number, time: FastTime): Promise<void> {
	const { sandbox } = setup;
	const reply = (data: object): Partial<Fault> => ({ body: { code: '000', data } });
	let attempts = 0;
	const shut = async () => {
		attempts = 0;
		await gate.shut();
	};
	time.onWait = () => {
		if (request === 'poll' && sandbox.submissions.length === 1 && attempts === 0) void shut();
		if (++attempts === 3 && times === 1) void gate.open();
	};
	if (request === 'put') {
		const url = `${gate.url}/uploads/nowhere.png`;
		sandbox.fail({ on: 'sign', times, ...reply({ upload_url: url, url }) });
		await gate.shut();
	} else if (request === 'download') {
		const resultUrl = setup.pictureUrl(0).replace(sandbox.url, gate.url);
		const task = { status: 1, creditsIncrement: 1, resultUrl };
		sandbox.fail({ on: 'poll', ...reply(task) });
		await gate.shut();
	} else {
		setup.credential({ baseUrl: gate.url });
		if (request !== 'poll') await shut();
	}
}

describe('the "What happens when" page', () => {
	const file = join(__dirname, '../../../docs/what-happens-when.md');

	it('matches the table (UPDATE_DOCS=1 rewrites the page)', () => {
		if (process.env.UPDATE_DOCS) writeFileSync(file, whatHappensWhen());
		expect(readFileSync(file, 'utf8')).toBe(whatHappensWhen());
	});
});
