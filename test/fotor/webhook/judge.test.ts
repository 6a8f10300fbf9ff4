import type { Outcome } from '../../../fotor/api/outcome';
import type { TaskDetails } from '../../../fotor/task/details';
import type { Claim } from '../../../fotor/webhook/body';
import { judge, MAX_RETRIES } from '../../../fotor/webhook/judge';

const BASE = 'https://api-b.fotor.com';
const URL = 'https://cdn.example.net/a.png';
const SUCCESS = { kind: 'success', data: {} } as Outcome;

const claim = (more: Partial<Claim> = {}) =>
	({ taskId: 't1', status: 'completed', files: [], ...more }) as Claim;
const task = (more: object = {}) =>
	({
		taskId: 't1',
		status: 'completed',
		files: [{ url: URL }],
		raw: { taskId: 't1' },
		...more,
	}) as unknown as TaskDetails;
const judged = (found: TaskDetails | undefined, claimed = claim()) =>
	judge(claimed, { outcome: SUCCESS, ...(found ? { task: found } : {}) }, BASE);
const files = (...urls: string[]) => claim({ files: urls.map((url) => ({ url })) as never });

describe('a call about a task that Fotor knows', () => {
	it('is genuine if it agrees with Fotor', () => {
		const found = task();
		expect(judged(found)).toEqual({ finding: { kind: 'genuine', task: found }, retries: 0 });
	});

	it.each(['failed', 'timedOut', 'cancelled'] as const)(
		'is genuine if it reports a failure and the task has the status "%s"',
		(status) => {
			const found = task({ status, files: [] });
			const genuine = { finding: { kind: 'genuine', task: found }, retries: 0 };
			expect(judged(found, claim({ status: 'failed' }))).toEqual(genuine);
			expect(judged(found)).toEqual({
				finding: { kind: 'forged', why: `the task is ${status}, not completed` },
				retries: 0,
			});
		},
	);

	it('is checked again while the completed task has no URL', () => {
		expect(judged(task({ files: [] })).retries).toBe(MAX_RETRIES);
		expect(judged(task({ status: 'failed', files: [] }), claim({ status: 'failed' })).retries).toBe(
			0,
		);
	});

	it('counts as forged, but is checked again, while the task is in progress', () => {
		const found = task({ status: 'inProgress', files: [] });
		expect(judged(found)).toEqual({
			finding: { kind: 'forged', why: 'the task is still in progress' },
			retries: MAX_RETRIES,
		});
		const genuine = { finding: { kind: 'genuine', task: found }, retries: 0 };
		expect(judged(found, claim({ status: 'inProgress' }))).toEqual(genuine);
	});

	it('is outdated if it says "in progress" about a task that has ended', () => {
		expect(judged(task(), claim({ status: 'inProgress' }))).toEqual({
			finding: { kind: 'outdated' },
			retries: 0,
		});
	});

	it.each([
		['t2', 'Fotor replied with a different task'],
		['T1', 'Fotor replied with a different task'],
		['', undefined],
		[undefined, undefined],
		[7, undefined],
	])("has its task ID compared with the one in Fotor's reply: %p", (taskId, why) => {
		const { finding, retries } = judged(task({ raw: { taskId } }));
		expect(finding).toMatchObject(why ? { kind: 'forged', why } : { kind: 'genuine' });
		expect(retries).toBe(0);
	});
});

describe("a call's URLs", () => {
	it.each([
		[URL, true],
		['https://CDN.example.net/other.png?signed=1', true],
		['https://fotor.com/a.png', true],
		['https://pub.fotor.com/a.png', true],
		['https://api-b.fotor.com/a.png', true],
		['https://notfotor.com/a.png', false],
		['https://fotor.com.evil.test/a.png', false],
		['https://cdn.example.net:444/a.png', false],
		['no URL', false],
	])("%j is one of Fotor's: %p", (url, isFotors) => {
		const { finding, retries } = judged(task(), files(URL, url));
		const forged = { kind: 'forged', why: "a result URL isn't one of Fotor's" };
		expect(finding).toMatchObject(isFotors ? { kind: 'genuine' } : forged);
		expect(retries).toBe(0);
	});

	it('may be on the host of the base URL', () => {
		const found = { outcome: SUCCESS, task: task() };
		const { finding } = judge(files('https://fotor.test/a.png'), found, 'https://fotor.test');
		expect(finding.kind).toBe('genuine');
	});

	it('are checked again while the task has no URL', () => {
		const { finding, retries } = judged(task({ files: [] }), files('https://evil.test/a.png'));
		expect([finding.kind, retries]).toEqual(['forged', MAX_RETRIES]);
	});
});

describe('a call about a task that Fotor returns no data for', () => {
	const unknown = (why: string, retries: number) => ({ finding: { kind: 'forged', why }, retries });

	it('counts as forged if Fotor does not recognize the task', () => {
		expect(judged(undefined)).toEqual(unknown("Fotor doesn't recognize this task", 1));
	});

	it.each<[string, object, unknown, number]>([
		['HTTP 404', { kind: 'notFound' }, "Fotor doesn't recognize this task", 0],
		[
			'a web page with HTTP 404',
			{ kind: 'notFound', foreign: true },
			"Fotor doesn't recognize this task",
			MAX_RETRIES,
		],
		[
			'a refusal',
			{ kind: 'rejected', text: 'code 7' },
			"Fotor doesn't recognize this task (code 7)",
			1,
		],
	])("counts as forged if Fotor's reply is %s", (_, outcome, why, retries) => {
		const refusal = { text: '', ...outcome } as Outcome;
		expect(judge(claim(), { outcome: refusal }, BASE)).toEqual(unknown(why as string, retries));
	});

	it.each<[object, 'forged' | 'unanswered' | undefined, number]>([
		[{ kind: 'rejected', foreign: true, text: 'HTTP 400' }, 'unanswered', MAX_RETRIES],
		[{ kind: 'redirected', text: 'HTTP 302' }, 'unanswered', MAX_RETRIES],
		[{ kind: 'unauthorized', text: 'HTTP 401' }, 'forged', 0],
		[{ kind: 'forbidden', text: 'HTTP 403' }, 'forged', 0],
		[{ kind: 'blocked', text: 'HTTP 403' }, 'forged', 0],
		[{ kind: 'unavailable', text: 'HTTP 500' }, 'forged', MAX_RETRIES],
		[{ kind: 'unavailable', text: 'HTTP 502' }, 'unanswered', MAX_RETRIES],
		[{ kind: 'unavailable', text: 'HTTP 503' }, 'unanswered', MAX_RETRIES],
		[{ kind: 'unavailable', text: 'HTTP 504' }, 'unanswered', MAX_RETRIES],
		[{ kind: 'unavailable', text: 'HTTP 5030' }, 'forged', MAX_RETRIES],
		[{ kind: 'unavailable', text: 'code 7, HTTP 503' }, 'forged', MAX_RETRIES],
		[{ kind: 'unavailable', text: 'HTTP 500, Rate Limit' }, undefined, MAX_RETRIES],
		[{ kind: 'rateLimited', text: 'HTTP 429' }, undefined, MAX_RETRIES],
		[{ kind: 'timeout', text: 'no reply' }, 'unanswered', MAX_RETRIES],
	])("can't be verified if the outcome is %j", (outcome, ifKeyWorks, retries) => {
		const judgement = judge(claim(), { outcome: outcome as Outcome }, BASE);
		expect(judgement.finding).toMatchObject({ kind: 'unverifiable', ifKeyWorks });
		expect(judgement.retries).toBe(retries);
	});
});
