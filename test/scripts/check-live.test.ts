import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startSandbox, type Sandbox, type SandboxOptions } from '../../sandbox';
import { checkLive, type World } from '../../scripts/check-live';
import type { Finding } from '../../scripts/check-live/finding';
import { GUESSES } from '../../scripts/check-live/guesses';
import { PROBES } from '../../scripts/check-live/probes';

interface Report {
	baseUrl: string;
	spending: { accepted: number; told: number; taken: number; unexpected: Record<string, string> };
	findings: Finding[];
}

interface Outcome {
	code: number;
	text: string;
	report: () => Report;
	reportText: () => string;
}

let sandbox: Sandbox;
const start = async (options: SandboxOptions = {}) => {
	sandbox = await startSandbox({ taskDurationMs: 20, ...options });
};

async function check(args: string[], world: Partial<World> = {}): Promise<Outcome> {
	const said: string[] = [];
	const file = join(mkdtempSync(join(tmpdir(), 'check-live-')), 'report.json');
	const code = await checkLive({
		args: [...args, '--report', file],
		env: { FOTOR_API_KEY: sandbox.apiKey, FOTOR_BASE_URL: sandbox.url },
		say: (text) => said.push(text),
		intervalMs: 20,
		...world,
	});
	const reportText = () => readFileSync(file, 'utf8');
	return {
		code,
		text: said.join('\n'),
		report: () => JSON.parse(reportText()) as Report,
		reportText,
	};
}

const verdictOf = (report: Report, guess: RegExp) =>
	report.findings.find((finding) => guess.test(finding.guess))?.verdict;

describe('a whole run on a sandbox', () => {
	let outcome: Outcome;
	beforeAll(async () => {
		await start({ apiKey: 'sk_very-secret' });
		outcome = await check(['--yes', '--all']);
	});
	afterAll(async () => await sandbox.close());

	test('judges every guess, by what the sandbox does', () => {
		const { code, text, report } = outcome;
		const found = report();
		expect(code).toBe(0);
		expect(found.findings).toHaveLength(GUESSES.length);
		const of = (wanted: string) =>
			found.findings.filter(({ verdict }) => verdict === wanted).map(({ guess }) => guess);
		expect(of('not told')).toEqual([
			'A 429 says how long to wait (Retry-After)',
			'Too few tokens are told with HTTP 200 and code 510',
		]);
		expect(of('did not hold')).toEqual([
			'Other submissions than the listing set tell their price at once (creditsIncrement)',
			'A picture may be bare base64',
			'Results are at pub-static.fotor.com',
			'AI Expand is at /v1/aiart/expander',
			'AI Expand is at /v1/aiart/imgexpand',
		]);
		expect(verdictOf(found, /^White in the mask/)).toBe('held');
		expect(verdictOf(found, /size id 6361/)).toBe('answer');
		expect(text).toMatch(/^held +16 +White in the mask marks the part to replace +changed by \d/m);
		expect(text).toMatch(/^did not hold +4 +A picture may be bare base64/m);
	});

	test('submits each probe once and counts what it spent', () => {
		const { spending } = outcome.report();
		const empty = Object.keys(spending.unexpected);
		const paid = 1000 - sandbox.credits.remaining;
		expect(empty).toEqual(['facecutout']);
		expect(sandbox.submissions).toHaveLength(PROBES.length + empty.length);
		expect(spending).toMatchObject({
			accepted: sandbox.submissions.length,
			told: paid,
			taken: paid,
		});
		expect(outcome.text).toContain(`Spent: ${paid} tokens for ${spending.accepted} tasks`);
		expect(outcome.text).toContain('The empty request facecutout became the task');
	});

	test('shows the key to nobody', () => {
		const { text, reportText } = outcome;
		expect(text + reportText()).not.toContain('sk_very-secret');
		expect(reportText()).not.toMatch(/tp_\w/);
		const downloads = sandbox.requests.filter(({ path }) => /^\/(results|uploads)\//.test(path));
		expect(downloads.length).toBeGreaterThan(PROBES.length);
		expect(downloads.filter(({ headers }) => headers.authorization)).toEqual([]);
	});
});

describe('before anything is spent', () => {
	afterEach(async () => await sandbox.close());

	test('the costs are told, endpoint by endpoint, and unknown prices as such', async () => {
		await start();
		const { text } = await check([], { ask: async () => await Promise.resolve(false) });
		expect(text).toMatch(/imgupscale +2 tasks, at most 2 tokens/);
		expect(text).toMatch(/replacer +2 tasks, price not published/);
		expect(text).toContain(
			'Together at most 17 tokens, plus 2 tasks whose price Fotor does not publish',
		);
		expect(text).not.toContain('video');
	});

	test('a "no" ends the check: nothing is sent', async () => {
		await start();
		const asked: string[] = [];
		const ask = async (question: string) => await Promise.resolve(asked.push(question) === 0);
		const { code, text } = await check([], { ask });
		expect([code, asked.length]).toEqual([1, 1]);
		expect(text).toContain('Nothing was sent');
		expect(sandbox.requests).toEqual([]);
	});

	test('a "yes" starts it', async () => {
		await start();
		const ask = async () => await Promise.resolve(true);
		expect((await check(['--only', 'imgupscale'], { ask })).code).toBe(0);
		expect(sandbox.submissions.map(({ path }) => path)).toContain('/v1/aiart/imgupscale');
	});

	test('without a terminal and without --yes nothing is sent', async () => {
		await start();
		const { code, text } = await check([]);
		expect(code).toBe(1);
		expect(text).toContain('There is no terminal to ask on. Add --yes');
		expect(sandbox.requests).toEqual([]);
	});

	test.each([
		['no key', { FOTOR_API_KEY: undefined }, 'FOTOR_API_KEY is not set'],
		['a base URL that would show the key', { FOTOR_BASE_URL: 'http://example.com' }, 'https://'],
		['a wrong key', { FOTOR_API_KEY: 'sk_other' }, 'does not accept the API key'],
	])('%s is told, and nothing is submitted', async (_name, env, words) => {
		await start();
		const all = { FOTOR_API_KEY: sandbox.apiKey, FOTOR_BASE_URL: sandbox.url, ...env };
		const { code, text } = await check(['--yes'], { env: all });
		expect(code).toBe(1);
		expect(text).toContain(words);
		expect(text).not.toContain('sk_other');
		expect(sandbox.submissions).toEqual([]);
	});

	test('an account with fewer tokens than it may cost is left alone', async () => {
		await start({ credits: 3 });
		const { code, text } = await check(['--yes']);
		expect(code).toBe(1);
		expect(text).toContain('The account has 3 tokens, fewer than the 17');
		expect(sandbox.submissions).toEqual([]);
	});

	test('a probe that there is not, and an option that there is not', async () => {
		await start();
		expect((await check(['--only', 'nothing'])).text).toContain('There is no probe nothing');
		expect((await check(['--yse'])).code).toBe(1);
		expect((await check(['--help'])).text).toContain('FOTOR_BASE_URL');
	});
});

describe('when something goes wrong', () => {
	afterEach(async () => await sandbox.close());

	test('a submission is never repeated, whatever the answer', async () => {
		await start();
		sandbox.fail({ on: 'submit', path: '/v1/aiart/imgupscale', status: 503, times: 5 });
		const { report } = await check(['--yes', '--only', 'imgupscale,retouchskin']);
		const sent = sandbox.requests.filter(
			({ path, bytes }) => path === '/v1/aiart/imgupscale' && bytes > 2,
		);
		expect(sent).toHaveLength(1);
		expect(verdictOf(report(), /twice as large/)).toBe('not told');
		expect(verdictOf(report(), /Skin Retouch keeps/)).toBe('held');
	});

	test('a lost answer is called what it is: perhaps paid', async () => {
		await start();
		sandbox.fail({ on: 'submit', path: '/v1/aiart/retouchskin', reset: 'after' });
		const { report } = await check(['--yes', '--only', 'retouchskin']);
		const finding = report().findings.find(({ guess }) => guess.startsWith('Skin Retouch'));
		expect(finding).toMatchObject({
			verdict: 'not told',
			seen: expect.stringContaining('may have been accepted and paid') as string,
		});
	});

	test('after "no credits" nothing more is submitted, and the code is judged', async () => {
		await start({ credits: 1 });
		const ids = 'replacer,replacerSmallMask,imagegeneration,text2video,img2video,startend2video';
		const { report } = await check(['--yes', '--only', ids]);
		expect(verdictOf(report(), /code 510/)).toBe('held');
		expect(sandbox.requests.filter(({ path }) => path.includes('startend2video'))).toEqual([]);
	});

	test('a 429 tells whether there is a Retry-After', async () => {
		await start();
		sandbox.fail({ on: 'poll', path: '/v1/aiart/retouchskin', status: 429, retryAfter: 1 });
		const { report } = await check(['--yes', '--only', 'retouchskin']);
		expect(verdictOf(report(), /Retry-After/)).toBe('held');
		expect(verdictOf(report(), /Skin Retouch keeps/)).toBe('held');
	});
});
