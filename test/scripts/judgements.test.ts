import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';

import { readTask } from '../../fotor/task/details';
import { maskDifference } from '../../scripts/check-live/compare';
import { isConsent } from '../../scripts/check-live/confirm';
import { costOf } from '../../scripts/check-live/cost';
import { noEvidence, type Evidence, type TaskEvidence } from '../../scripts/check-live/evidence';
import { findings, GUESSES } from '../../scripts/check-live/guesses';
import { findingTable, withoutSecrets } from '../../scripts/check-live/output';
import { PICTURES, SIDE } from '../../scripts/check-live/pictures';
import { chosenProbes, PROBES } from '../../scripts/check-live/probes';

const API = JSON.parse(
	readFileSync(join(__dirname, '../../docs/api/fotor-openapi.json'), 'utf8'),
) as { endpoints: Array<{ id: string; path: string | null; method: string }> };
const REFERENCE = readFileSync(join(__dirname, '../../docs/api/fotor-openapi.md'), 'utf8');

function finished(
	probe: string,
	data: object = {},
	more: Partial<TaskEvidence> = {},
): TaskEvidence {
	const found = PROBES.find(({ id }) => id === probe);
	if (!found) throw new Error(`no probe ${probe}`);
	const task = readTask('1', {
		status: 1,
		resultUrl: 'https://pub-static.fotor.com/a.png',
		...data,
	});
	return {
		probe,
		endpoint: found.endpoint,
		path: found.path,
		taskId: '1',
		task,
		results: [],
		...more,
	};
}

const refused = (probe: string): TaskEvidence => ({
	...finished(probe),
	taskId: undefined,
	task: undefined,
	submission: { status: 400, headers: {}, body: { code: '400', msg: 'bad value' } },
});

const seen = (...list: TaskEvidence[]): Evidence => ({
	...noEvidence(),
	tasks: Object.fromEntries(list.map((task) => [task.probe, task])),
});

const verdict = (evidence: Evidence, guess: RegExp) =>
	findings(evidence).find((finding) => guess.test(finding.guess))?.verdict;

describe('a guess is judged by what was seen alone', () => {
	test('nothing seen tells nothing', () => {
		expect(new Set(findings(noEvidence()).map((finding) => finding.verdict))).toEqual(
			new Set(['not told']),
		);
	});

	test.each([
		[{ inside: 60, outside: 2 }, 'held'],
		[{ inside: 2, outside: 60 }, 'did not hold'],
		[{ inside: 3, outside: 3 }, 'not told'],
		[{ inside: 60, outside: 55 }, 'not told'],
	])('a picture that changed by %j tells the mask convention: %s', (difference, wanted) => {
		expect(verdict(seen(finished('replacer', {}, { difference })), /^White in the mask/)).toBe(
			wanted,
		);
	});

	test('a value is refused only when the same tool works with a known value', () => {
		const artistic = /artistic/;
		expect(verdict(seen(refused('colorizeArtistic'), finished('colorize')), artistic)).toBe(
			'did not hold',
		);
		expect(verdict(seen(refused('colorizeArtistic'), refused('colorize')), artistic)).toBe(
			'not told',
		);
		expect(verdict(seen(finished('colorizeArtistic')), artistic)).toBe('held');
	});

	test('a busy or broken service refuses nothing', () => {
		const busy: TaskEvidence = {
			...refused('colorizeArtistic'),
			submission: { status: 503, headers: {}, body: '' },
		};
		expect(verdict(seen(busy, finished('colorize')), /artistic/)).toBe('not told');
	});

	test('types, prices and hosts that differ are noticed', () => {
		const other = finished('imgupscale', {
			type: 'upscale',
			creditsIncrement: 3,
			resultUrl: 'https://cdn.example.com/a.png',
		});
		const odd = {
			...other,
			results: [
				{
					url: other.task?.files[0]?.url ?? '',
					status: 302,
					contentType: 'binary/octet-stream',
					bytes: 1,
					format: 'png',
				},
			],
		};
		const evidence = seen(odd);
		expect(verdict(evidence, /last part of its path/)).toBe('did not hold');
		expect(verdict(evidence, /token table/)).toBe('did not hold');
		expect(verdict(evidence, /^Results are at/)).toBe('did not hold');
		expect(verdict(evidence, /redirect/)).toBe('did not hold');
		expect(verdict(evidence, /content type/)).toBe('did not hold');
	});

	test('a task that took much longer than its times say is noticed', () => {
		const times = { createTime: 0, updateTime: 5_000 };
		const guess = /updateTime/;
		expect(verdict(seen(finished('imgupscale', times, { waitedMs: 6_000 })), guess)).toBe('held');
		expect(verdict(seen(finished('imgupscale', times, { waitedMs: 60_000 })), guess)).toBe(
			'did not hold',
		);
		const seconds = { createTime: 0, updateTime: 50_000 };
		expect(verdict(seen(finished('imgupscale', seconds, { waitedMs: 6_000 })), guess)).toBe(
			'did not hold',
		);
	});

	test('a balance that went down by more than the tasks say is noticed', () => {
		const evidence = {
			...seen(finished('imgupscale', { creditsIncrement: 1 })),
			balance: { before: 9, after: 7 },
		};
		expect(verdict(evidence, /balance goes down/)).toBe('did not hold');
		expect(verdict({ ...evidence, balance: { before: 9, after: 8 } }, /balance goes down/)).toBe(
			'held',
		);
	});

	test('a path exists when it is answered otherwise than one that does not', () => {
		const reply = (status: number) => ({ status, headers: {}, body: { code: String(status) } });
		const calls = { noSuchPath: reply(404), expand: reply(404), expander: reply(400) };
		const evidence = { ...noEvidence(), calls };
		expect(verdict(evidence, /aiart\/expand$/)).toBe('did not hold');
		expect(verdict(evidence, /expander/)).toBe('held');
		expect(verdict(evidence, /imgexpand/)).toBe('not told');
	});
});

describe('the plan', () => {
	test('has every endpoint that takes tasks, at its documented path', () => {
		const posts = API.endpoints.filter(({ method, path }) => method === 'POST' && path);
		for (const { id, path } of posts.filter((endpoint) => endpoint.id !== 'facecutout')) {
			const own = PROBES.filter(({ endpoint }) => endpoint === id);
			expect({ id, probes: own.length > 0 }).toEqual({ id, probes: true });
			const fixed = path?.replace('{model_id}', '') ?? '';
			expect(own.filter((probe) => !probe.path.startsWith(fixed))).toEqual([]);
		}
	});

	test('leaves out videos, models and listing sets unless they are asked for', () => {
		const cheap = chosenProbes(false, []).map(({ endpoint }) => endpoint);
		expect(cheap).not.toContain('ecommercelistingset');
		expect(cheap.filter((id) => /video|generation/.test(id))).toEqual([]);
		expect(chosenProbes(true, [])).toHaveLength(PROBES.length);
		expect(chosenProbes(false, ['text2video']).map(({ id }) => id)).toEqual(['text2video']);
	});

	test('adds up published prices, and names probes without one', () => {
		expect(costOf(chosenProbes(false, ['imgupscale', 'ecommercelistingset', 'replacer']))).toEqual({
			known: 9,
			unknown: ['replacer'],
		});
	});

	test('every guess names a section that there is', () => {
		for (const { section } of GUESSES)
			expect(REFERENCE).toMatch(new RegExp(`^## ${section}\\. `, 'm'));
	});
});

describe('the pictures', () => {
	test('are of the sizes that the judgements count on', async () => {
		const size = async (name: keyof typeof PICTURES) => {
			const { width, height, format } = await sharp((await PICTURES[name]()).data).metadata();
			return [width, height, format];
		};
		expect(await size('photo')).toEqual([SIDE, SIDE, 'jpeg']);
		expect(await size('tooLarge')).toEqual([1600, 1200, 'jpeg']);
		expect(await size('smallMask')).toEqual([SIDE / 2, SIDE / 2, 'png']);
	});

	test('a change inside the mask is told from one outside, in any size', async () => {
		const before = (await PICTURES.photo()).data;
		const mask = (await PICTURES.mask()).data;
		const inside = await sharp(before)
			.composite([{ input: mask, blend: 'lighten' }])
			.png()
			.toBuffer();
		const outside = await sharp(before)
			.composite([{ input: mask, blend: 'darken' }])
			.png()
			.toBuffer();
		const within = await maskDifference(before, await sharp(inside).resize(900).toBuffer());
		expect(within.inside).toBeGreaterThan(20 * within.outside);
		const without = await maskDifference(before, outside);
		expect(without.outside).toBeGreaterThan(20 * without.inside);
		expect(await maskDifference(before, before)).toEqual({ inside: 0, outside: 0 });
	});
});

describe('what is shown', () => {
	test('the table has its columns below each other', () => {
		const table = findingTable([
			{ verdict: 'held', section: 3, guess: 'Short', seen: 'a' },
			{ verdict: 'did not hold', section: 16, guess: 'A longer one', seen: 'b' },
		]).split('\n');
		expect(table[1]).toMatch(/^held {10}3 {3}Short/);
		expect(table[1]?.indexOf(' a')).toBe(table[2]?.indexOf(' b'));
	});

	test('a key and a token are taken out of every text', () => {
		expect(withoutSecrets('key sk_1 token tp_ab12, sk_1', 'sk_1')).toBe('key … token tp_…, …');
		expect(withoutSecrets('text', '')).toBe('text');
	});

	test.each([
		['y', true],
		[' Yes ', true],
		['', false],
		['yo', false],
		['n', false],
	])('"%s" is consent: %s', (text, wanted) => {
		expect(isConsent(text)).toBe(wanted);
	});
});
