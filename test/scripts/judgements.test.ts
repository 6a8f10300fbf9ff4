import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';

import { sampleMask, samplePhoto } from '../../sandbox';
import { findings } from '../../scripts/check-live/guesses';
import { newTrace, type Evidence, type Trace } from '../../scripts/check-live/nodes';
import { maskDifference } from '../../scripts/check-live/pictures';
import { chosenProbes, endpointOf, knownCost, PROBES } from '../../scripts/check-live/probes';
import { isSuccess, saysNo, saysNoEntry, toReply } from '../../scripts/check-live/reply';

const REFERENCE = join(__dirname, '../../docs/api/fotor-openapi');
const API = JSON.parse(readFileSync(`${REFERENCE}.json`, 'utf8')) as {
	endpoints: Array<{ id: string; path: string | null; method: string }>;
};

const reply = (statusCode: number, body: unknown, url = '') =>
	toReply({ method: 'POST', url }, { statusCode, body });
const done = (id: string, more?: Partial<Trace>) => ({ ...newTrace(id), isDone: true, ...more });
const refused = (id: string) => ({ ...newTrace(id), isRefused: true });
const seen = (...traces: Trace[]) => Object.fromEntries(traces.map((trace) => [trace.id, trace]));
const verdict = (evidence: Evidence, guess: RegExp) =>
	findings(evidence).find((finding) => guess.test(finding.guess))?.verdict;

describe('a guess is judged only by the evidence', () => {
	test('without evidence every verdict is "unclear", and every guess names an existing section', () => {
		const reference = readFileSync(`${REFERENCE}.md`, 'utf8');
		for (const finding of findings({})) {
			expect(finding.verdict).toBe('unclear');
			expect(reference).toMatch(new RegExp(`^## ${finding.section}\\. `, 'm'));
		}
	});

	test.each([
		[60, 2, 'held'],
		[2, 60, 'did not hold'],
		[3, 3, 'unclear'],
		[60, 55, 'unclear'],
	])(
		'a change of %i in the white area and %i in the black area gives the verdict "%s"',
		(white, black, wanted) => {
			const evidence = seen(done('replacer', { difference: { white, black } }));
			expect(verdict(evidence, /^White in the mask/)).toBe(wanted);
		},
	);

	test('a value counts as rejected only if the same tool works with a known value', () => {
		const guess = /artistic/;
		const [known, other] = [done('colorize'), refused('colorizeArtistic')];
		expect(verdict(seen(other, known), guess)).toBe('did not hold');
		expect(verdict(seen(other, refused('colorize')), guess)).toBe('unclear');
		expect(verdict(seen(newTrace('colorizeArtistic', 'timeout'), known), guess)).toBe('unclear');
		expect(verdict(seen(done('colorizeArtistic')), guess)).toBe('held');
	});

	test('types, prices, hosts and downloads that differ from the guesses are noticed', () => {
		const download = { ...reply(302, ''), headers: { 'content-type': 'text/html' } };
		const result = { url: 'https://cdn.example.com/a.png', mimeType: 'image/png', download };
		const task = { type: 'upscale' };
		const evidence = seen(done('imgupscale', { tokens: 3, task, results: [result] }));
		for (const guess of [/last part/, /price table/, /^Results are/, /redirect/, /content type/]) {
			expect([guess, verdict(evidence, guess)]).toEqual([guess, 'did not hold']);
		}
	});

	test.each([
		[5_000, 6_000, 'held'],
		[5_000, 60_000, 'did not hold'],
		[50_000, 6_000, 'did not hold'],
	])(
		'a task that took %i ms on Fotor\'s clock and %i ms on ours gives the verdict "%s"',
		(took, waited, wanted) => {
			const begun = { ...reply(200, {}), at: 0 };
			const poll = reply(200, {}, '/v1/aiart/tasks/1');
			const polls = [waited - 2_000, waited].map((at) => ({ ...poll, at }));
			const task = { createTime: 0, updateTime: took };
			const evidence = seen(done('imgupscale', { task, reply: begun, replies: [begun, ...polls] }));
			expect(verdict(evidence, /^updateTime/)).toBe(wanted);
		},
	);

	test('a balance that fell by more than the tasks cost is noticed', () => {
		const balance = (id: string, remaining: number) => done(id, { task: { remaining } });
		const known = [balance('before', 9), done('imgupscale', { tokens: 1 })];
		expect(verdict(seen(...known, balance('after', 7)), /balance falls/)).toBe('did not hold');
		expect(verdict(seen(...known, balance('after', 8)), /balance falls/)).toBe('held');
	});

	test('a path exists if its reply differs from the reply to an unknown path', () => {
		const answered = (name: string, status: number): Trace => ({
			...newTrace(`empty ${name}`),
			reply: reply(status, { code: `${status}`, msg: `about ${name}` }),
		});
		const none = answered('no-such-tool', 404);
		expect(verdict(seen(none, answered('expand', 404)), /aiart\/expand$/)).toBe('did not hold');
		expect(verdict(seen(none, answered('expand', 400)), /aiart\/expand$/)).toBe('held');
		expect(verdict(seen(none), /aiart\/expand$/)).toBe('unclear');
	});

	test.each([
		[200, { code: '000', data: {} }, [true, false, false]],
		[200, { code: '510', msg: '' }, [false, false, false]],
		[400, { code: '400' }, [false, true, false]],
		[401, { code: '401' }, [false, false, true]],
		[403, 'error code: 1010', [false, false, true]],
		[503, '', [false, false, false]],
	])(
		'HTTP %i with %j means [success, values rejected, account rejected] = %j',
		(status, body, is) => {
			const own = reply(status, body);
			expect([isSuccess(own), saysNo(own), saysNoEntry(own)]).toEqual(is);
		},
	);
});

describe('the plan', () => {
	test('covers every endpoint that accepts tasks', () => {
		const posts = API.endpoints.filter(({ method, path }) => method === 'POST' && path);
		const planned = new Set(Object.keys(PROBES).map(endpointOf));
		expect(posts.map(({ id }) => id).filter((id) => !planned.has(id))).toEqual(['facecutout']);
	});

	test('leaves out videos, models and listing sets unless requested', () => {
		expect(chosenProbes(false, []).join()).not.toMatch(/video|generation|listing/);
		expect(chosenProbes(true, [])).toEqual(Object.keys(PROBES));
		expect(chosenProbes(false, ['text2video'])).toEqual(['text2video']);
		expect(knownCost(['imgupscale', 'ecommercelistingset', 'replacer'])).toBe(9);
	});
});

test('a change inside the mask is distinguished from a change outside it, at any size', async () => {
	const painted = (blend: 'lighten' | 'darken') =>
		sharp(samplePhoto().data).composite([{ input: sampleMask().data, blend }]);
	const small = sharp(await painted('lighten').png().toBuffer()).resize(600);
	const inside = await maskDifference(await small.toBuffer());
	expect(inside.white).toBeGreaterThan(20 * inside.black);
	const outside = await maskDifference(await painted('darken').png().toBuffer());
	expect(outside.black).toBeGreaterThan(20 * outside.white);
	expect(await maskDifference(samplePhoto().data)).toEqual({ white: 0, black: 0 });
});
