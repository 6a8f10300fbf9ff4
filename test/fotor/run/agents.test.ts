import { startUpscaler, UPSCALER, type UpscalerSetup } from '../../../harness/engine/upscaler';
import { speedUp } from '../../support/time';

let setup: UpscalerSetup;
beforeAll(async () => {
	setup = await startUpscaler();
});
afterAll(async () => await setup.close());
beforeEach(() => {
	setup.sandbox.reset();
	speedUp(20);
});
afterEach(() => jest.restoreAllMocks());

const tool = (retryOnFail = false) =>
	setup.engine.tool(
		UPSCALER,
		{ imageSource: 'url', imageUrl: setup.pictureUrl(0), scale: 2, options: {} },
		{ retryOnFail, maxTries: 3, waitBetweenTries: 1 },
	);
const paid = () => setup.sandbox.submissions.length;
const loseTrack = (times: number) => setup.sandbox.fail({ on: 'poll', status: 403, times });

describe("an agent's tool, whose host counts every 'Retry On Fail' attempt as a run", () => {
	it('one call with retries is charged once', async () => {
		loseTrack(2);
		const answer = await tool(true)();
		expect(String(answer)).toContain('completed');
		expect(paid()).toBe(1);
	});

	it('two calls, one after the other, are each charged', async () => {
		const call = tool(true);
		await call();
		await call();
		expect(paid()).toBe(2);
	});

	it('two parallel calls are each charged, and their retries find both tasks', async () => {
		loseTrack(2);
		const call = tool(true);
		const answers = await Promise.all([call(), call()]);
		const ids = answers.map((answer) => /"taskId":"(\w+)"/.exec(String(answer))?.[1]);
		expect(new Set(ids)).toEqual(new Set(setup.sandbox.submissions.map(({ taskId }) => taskId)));
		expect(paid()).toBe(2);
	});

	it('repeating a failed call continues the open task', async () => {
		loseTrack(1);
		const call = tool();
		await expect(call()).rejects.toThrow(/so the status of task \w+ can't be read/);
		await call();
		expect(paid()).toBe(1);
	});

	it('a submission with an unclear outcome is not sent again', async () => {
		setup.sandbox.fail({ on: 'submit', status: 502, accept: true });
		await expect(tool(true)()).rejects.toThrow(/may have been accepted/);
		expect(paid()).toBe(1);
	});
});
