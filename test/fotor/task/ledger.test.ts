import { Failure } from '../../../fotor/failure';
import { Ledger } from '../../../fotor/task/ledger';
import type { TaskMemory } from '../../../fotor/task/memory';

/** The task and the unanswered submission that earlier attempts of the run left behind. */
const earlier = { taskIds: () => ['t1'], unansweredSlots: () => ['1'] } as unknown as TaskMemory;
const noCredits = new Failure('credits', 'No tokens', 'Buy some');

describe('what a run has paid for', () => {
	it('includes the tasks of this attempt and of earlier attempts, each only once', () => {
		const ledger = new Ledger(earlier, undefined);
		expect(ledger.taskIds()).toEqual(['t1']);
		ledger.note('2', 't2');
		ledger.note('3', 't1');
		expect(ledger.taskIds()).toEqual(['t1', 't2']);
	});

	it('is in doubt from the moment a submission is sent until its reply arrives', () => {
		const ledger = new Ledger(earlier, undefined);
		ledger.sent('1');
		ledger.sent('2');
		expect(ledger.isUnanswered('2')).toBe(true);
		expect(ledger.unansweredSlots()).toEqual(['1', '2']);
		ledger.answered('2');
		expect(ledger.isUnanswered('2')).toBe(false);
		expect(ledger.unansweredSlots()).toEqual(['1']);
	});
});

describe('submissions', () => {
	it('stop when the ledger is closed, and only the first reason is kept', () => {
		const ledger = new Ledger(earlier, undefined);
		expect([ledger.stopped, ledger.closed.aborted]).toEqual([undefined, false]);
		ledger.close(noCredits);
		ledger.close(new Failure('input', 'No file', 'Add one'));
		expect([ledger.stopped, ledger.closed.aborted]).toEqual([noCredits, true]);
	});

	it('stop when the execution is canceled', () => {
		const canceled = new AbortController();
		const ledger = new Ledger(earlier, canceled.signal);
		canceled.abort();
		expect([ledger.stopped, ledger.closed.aborted]).toEqual([undefined, true]);
	});

	it('are awaited until each has a reply, good or bad', async () => {
		const ledger = new Ledger(earlier, undefined);
		await ledger.settled();
		const order: string[] = [];
		let accept = (_: string) => {};
		let fail = (_: Error) => {};
		const good = new Promise<string>((resolve) => (accept = resolve));
		const bad = new Promise<string>((_, reject) => (fail = reject));
		const tracked = [ledger.track(good), ledger.track(bad)];
		const settled = ledger.settled().then(() => order.push('settled'));
		accept('task');
		expect(await tracked[0]).toBe('task');
		order.push('good');
		fail(new Error('no reply'));
		await expect(tracked[1]).rejects.toThrow('no reply');
		order.push('bad');
		await settled;
		expect(order).toEqual(['good', 'bad', 'settled']);
	});
});
