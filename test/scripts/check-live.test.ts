import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startSandbox, type Sandbox, type SandboxOptions } from '../../sandbox';
import { checkLive, type World } from '../../scripts/check-live';
import type { Finding } from '../../scripts/check-live/guesses';
import { chosenProbes, knownCost, PROBES } from '../../scripts/check-live/probes';
import { speedUp } from '../support/time';

type Outcome = Awaited<ReturnType<typeof check>>;
let sandbox: Sandbox;
const start = async (options: SandboxOptions = {}) => {
	sandbox = await startSandbox({ taskDurationMs: 20, ...options });
	speedUp(10);
};
const stop = async () => {
	jest.restoreAllMocks();
	await sandbox.close();
};

async function check(args: string[], world: Partial<World> = {}) {
	const said: string[] = [];
	const file = join(mkdtempSync(join(tmpdir(), 'check-live-')), 'report.json');
	const code = await checkLive({
		args: [...args, '--report', file],
		env: { FOTOR_API_KEY: sandbox.apiKey, FOTOR_BASE_URL: sandbox.url },
		say: (text) => said.push(text),
		...world,
	});
	const report = existsSync(file) ? readFileSync(file, 'utf8') : '{}';
	const { findings = [] } = JSON.parse(report) as { findings?: Finding[] };
	return { code, text: said.join('\n'), report, findings };
}

const of = ({ findings }: Outcome, guess: RegExp) => findings.find((own) => guess.test(own.guess));
const requests = (path: string) => sandbox.requests.filter((request) => request.path === path);

describe('a full run against a sandbox', () => {
	let outcome: Outcome;
	beforeAll(async () => {
		await start({ apiKey: 'sk_very-secret' });
		outcome = await check(['--yes', '--all']);
	}, 180_000);
	afterAll(stop);

	test("judges every guess by the sandbox's behavior", () => {
		expect([outcome.code, outcome.findings.length]).toEqual([0, 53]);
		const guesses = (wanted: string) =>
			outcome.findings.filter(({ verdict }) => verdict === wanted).map(({ guess }) => guess);
		expect(guesses('unclear')).toEqual([
			'A 429 has a Retry-After header',
			'An account without enough tokens gets HTTP 200 and code 510',
		]);
		expect(guesses('did not hold')).toEqual([
			'Every reply to a submission includes the price',
			'An image may be bare base64',
			'Results are at https://pub-static.fotor.com/',
			'AI Expand is at /v1/aiart/expander',
			'AI Expand is at /v1/aiart/imgexpand',
		]);
		expect(outcome.text).toMatch(/^did not hold +§4 +An image may be bare base64 +Fotor ended/m);
		expect(outcome.text).toMatch(/^held +§16 +White in the mask marks .+ changed by \d+ where/m);
	});

	test('submits each probe once, with the documented bodies', () => {
		const paths = sandbox.submissions.map(({ path }) => path.split('/')[3]);
		const planned = Object.keys(PROBES).map((id) => /^[a-z0-9]+/.exec(id)?.[0]);
		expect(paths.sort()).toEqual([...planned, 'facecutout'].sort());
		const bodies = sandbox.submissions.map(({ body }) => JSON.stringify(body));
		expect(bodies.filter((body) => body.includes('undefined') || body.includes('{{'))).toEqual([]);
		expect(bodies.filter((body) => body.includes('"data:image/'))).toHaveLength(3);
	});

	test('prints the tokens spent and lists every paid task', () => {
		const paid = 1000 - sandbox.credits.remaining;
		const words = `Tokens spent, according to the tasks: ${paid}. The balance fell by ${paid}.`;
		expect(outcome.text).toContain(words);
		expect(outcome.text).toContain('The request "empty facecutout" created task');
		for (const { taskId } of sandbox.submissions) expect(outcome.text).toContain(taskId);
	});

	test('never shows the key', () => {
		expect(outcome.text + outcome.report).not.toContain('sk_very-secret');
		expect(outcome.report).not.toMatch(/tp_\w/);
		const files = sandbox.requests.filter(({ path }) => /^\/(results|uploads)\//.test(path));
		expect(files.length).toBeGreaterThan(Object.keys(PROBES).length);
		expect(files.filter(({ headers }) => headers.authorization)).toEqual([]);
	});
});

describe('before anything is spent', () => {
	beforeEach(async () => await start());
	afterEach(stop);

	test('prints the cost, and ends the check unless the answer is yes', async () => {
		const asked: string[] = [];
		const ask = async (question: string) => await Promise.resolve(`${asked.push(question)}`);
		const { code, text } = await check([], { ask });
		expect(text).toMatch(
			/^\d+ tasks at .*\n.*At most \d+ tokens for imgupscale.*\n.*price: replacer/,
		);
		expect(text).toMatch(/^[^]+Nothing was sent\.$/);
		expect([code, asked.length, sandbox.requests.length]).toEqual([1, 1, 0]);
	});

	test.each(['y', ' Yes ', 'yo'])(
		'only "y" and "yes" spend tokens (answer: "%s")',
		async (answer) => {
			await check(['--only', 'retouchskin'], { ask: async () => await Promise.resolve(answer) });
			expect(requests('/v1/aiart/retouchskin')).toHaveLength(answer === 'yo' ? 0 : 1);
		},
	);

	test.each<[string, string[], Record<string, string | undefined>, string]>([
		['a missing terminal', [], {}, "Can't ask without a terminal. Add --yes"],
		['a missing key', ['--yes'], { FOTOR_API_KEY: undefined }, 'FOTOR_API_KEY is not set'],
		['an http:// base URL', ['--yes'], { FOTOR_BASE_URL: 'http://example.com' }, 'https://'],
		['a wrong key', ['--yes'], { FOTOR_API_KEY: 'sk_other' }, 'does not accept the API key'],
		['an unknown probe', ['--only', 'nothing'], {}, 'Unknown probe nothing. Available: img'],
		['an unknown option', ['--yse'], {}, '--yse'],
		['the --help option', ['--help'], {}, 'FOTOR_API_KEY=…'],
		['a missing portrait', ['--yes', '--portrait', 'none.jpg'], {}, 'none.jpg'],
	])('handles %s without submitting anything', async (_name, args, env, words) => {
		const all = { FOTOR_API_KEY: sandbox.apiKey, FOTOR_BASE_URL: sandbox.url, ...env };
		const { code, text } = await check(args, { env: all });
		expect(code).toBe(args.includes('--help') ? 0 : 1);
		expect(text).toContain(words);
		expect(text).not.toContain('sk_other');
		expect(sandbox.submissions).toEqual([]);
	});

	test('submits nothing if the account has fewer tokens than the run may cost', async () => {
		sandbox.credits = { total: 3, remaining: 3 };
		const { text } = await check(['--yes']);
		const cost = knownCost(chosenProbes(false, []));
		expect(text).toContain(`The account has 3 tokens, fewer than the ${cost}`);
		expect(sandbox.submissions).toEqual([]);
	});
});

describe('when a request fails', () => {
	beforeEach(async () => await start());
	afterEach(stop);

	test('never repeats a submission, whatever the reply', async () => {
		sandbox.fail({ on: 'submit', path: '/v1/aiart/restoration', status: 503, times: 5 });
		const outcome = await check(['--yes', '--only', 'restoration,retouchskin']);
		expect(requests('/v1/aiart/restoration')).toHaveLength(1);
		expect(of(outcome, /^Restoration with upscale 2/)?.verdict).toBe('unclear');
		expect(of(outcome, /^Skin Retouch/)?.verdict).toBe('held');
	});

	test('reports a task as possibly paid for if the reply was lost', async () => {
		sandbox.fail({ on: 'submit', path: '/v1/aiart/retouchskin', reset: 'after' });
		const outcome = await check(['--yes', '--only', 'retouchskin']);
		expect(of(outcome, /^Skin Retouch/)?.verdict).toBe('unclear');
		expect(of(outcome, /^Skin Retouch/)?.seen).toMatch(/may have been accepted and charged/);
	});

	test('stops submitting after "no credits" and checks the guess about that code', async () => {
		sandbox.credits = { total: 1, remaining: 1 };
		const ids = 'replacer,replacerSmallMask,imagegeneration,text2video,img2video,startend2video';
		const outcome = await check(['--yes', '--only', ids]);
		expect(of(outcome, /code 510/)?.verdict).toBe('held');
		expect(sandbox.requests.filter(({ path }) => path.includes('startend2video'))).toEqual([]);
		expect(outcome.report).toContain('not submitted: the account has too few tokens');
	});

	test('a 429 shows whether Fotor sends a Retry-After header', async () => {
		sandbox.fail({ on: 'poll', path: '/v1/aiart/retouchskin', status: 429, retryAfter: 1 });
		const outcome = await check(['--yes', '--only', 'retouchskin']);
		expect(of(outcome, /Retry-After/)?.verdict).toBe('held');
		expect(of(outcome, /^Skin Retouch/)?.verdict).toBe('held');
	});
});
