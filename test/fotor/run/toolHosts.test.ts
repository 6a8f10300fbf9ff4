import type { INodeParameters } from 'n8n-workflow';

import type { NodeSettings } from '../../../harness/engine/core';
import { startUpscaler, UPSCALER, type UpscalerSetup } from '../../../harness/engine/upscaler';
import { clock } from '../../../fotor/clock';
import { openTasks } from '../../../fotor/task/memory';
import { speedUp } from '../../support/time';

let setup: UpscalerSetup;
beforeAll(async () => {
	setup = await startUpscaler();
});
afterAll(async () => await setup.close());
beforeEach(() => {
	setup.sandbox.reset();
	setup.sandbox.options.taskDurationMs = 20;
	openTasks.clear();
	speedUp(50);
});
afterEach(() => jest.restoreAllMocks());

type Call = (args?: object) => Promise<Array<Record<string, unknown>>>;
type Host = (options?: INodeParameters, settings?: NodeSettings, fields?: INodeParameters) => Call;

const parameters = (options: INodeParameters, fields: INodeParameters): INodeParameters => ({
	imageSource: 'url',
	imageUrl: setup.pictureUrl(0),
	scale: 2,
	options,
	...fields,
});

/** Returns what the model reads, without the host's wrapper. */
const read = (answer: unknown) =>
	(typeof answer === 'string' ? JSON.parse(answer) : answer) as Array<Record<string, unknown>>;

const HOSTS: Record<string, Host> = {
	'Agent up to v2.2': (options = {}, settings, fields = {}) => {
		const call = setup.engine.tool(UPSCALER, parameters(options, fields), settings);
		return async () => read(await call());
	},
	'Agent v3': (options = {}, settings, fields = {}) => {
		return async () => {
			const type = setup.engine.toolType(UPSCALER);
			const node = { waitBetweenTries: 1, ...settings };
			const result = await setup.engine.run(type, parameters(options, fields), { node });
			// Agent v3 passes only the message to the model.
			if (result.error) throw new Error(result.error.message);
			return result.items.map(({ json }) => json);
		};
	},
	'MCP Server Trigger': (options = {}, settings, fields = {}) => {
		return async () => {
			const host = { host: 'mcp' as const };
			return read(await setup.engine.tool(UPSCALER, parameters(options, fields), settings, host)());
		};
	},
	"n8n's own agents": (options = {}, _settings, fields = {}) => {
		const call = setup.engine.ephemeral(UPSCALER, parameters(options, fields));
		return async () => (await call()).map(({ json }) => json);
	},
};

/** True in n8n 1.x, which doesn't have its own agents. */
const isN8n1 = 'sleepWithAbort' in jest.requireActual<object>('n8n-workflow');
const hosts = Object.entries(HOSTS).filter(([name]) => !(isN8n1 && /own/.test(name)));

const paid = () => setup.sandbox.submissions;
const downloads = () =>
	setup.sandbox.requests.filter(
		({ method, path }) => method === 'GET' && path.startsWith('/results/'),
	);

test('outside an agent, the node fetches the result file, which proves that the check for downloads works', async () => {
	await setup.engine.run(UPSCALER, parameters({}, {}));
	expect(downloads()).toHaveLength(1);
});

describe.each(hosts)('a tool called by %s', (name, tool) => {
	it('gives the model a small result without nulls, and fetches no file', async () => {
		const [item, ...more] = await tool()();
		expect(item).toEqual({
			status: 'completed',
			resultUrl: expect.stringMatching(/^http/) as string,
			taskId: paid()[0]?.taskId,
			tokensUsed: 1,
		});
		expect(more).toEqual([]);
		expect(paid()).toHaveLength(1);
		expect(downloads()).toEqual([]);
	});

	it('returns the ID of a slow task and the next step within a minute, and repeating the call gets the result', async () => {
		setup.sandbox.options.taskDurationMs = 1_500;
		const call = tool();
		const started = clock.now();
		const [open] = await call();
		expect(open).toEqual({
			status: 'inProgress',
			taskId: paid()[0]?.taskId,
			message: expect.stringMatching(
				/Fotor tool "Task → Wait" or "Task → Get".*always free.*exactly the same arguments within an hour/,
			) as string,
		});
		expect(clock.now() - started).toBeLessThan(58_000);
		const [done] = await call();
		expect(done).toMatchObject({ status: 'completed', taskId: open?.taskId });
		expect(paid()).toHaveLength(1);
	});

	it('pays for the same call again after its result was delivered', async () => {
		const call = tool();
		await call();
		await call();
		expect(paid()).toHaveLength(2);
	});

	it('includes the cause of a rejection and the advice in the message', async () => {
		setup.sandbox.credits.remaining = 0;
		await expect(tool()()).rejects.toThrow(
			/^(?!.*\[item).*too few tokens.*Nothing was charged.*credits/s,
		);
	});

	it("also includes the cause and the advice with On Error = Continue, if the host supports 'On Error'", async () => {
		if (/own/.test(name)) return;
		setup.sandbox.credits.remaining = 0;
		const [item] = await tool({}, { onError: 'continueRegularOutput' })();
		expect(item?.error).toMatch(/too few tokens.*Nothing was charged.*credits/s);
	});

	it('pays once if a call whose status check failed is repeated', async () => {
		setup.sandbox.fail({ on: 'poll', status: 403, times: 1 });
		const call = tool();
		await expect(call()).rejects.toThrow(/"Task → Wait".*free.*within an hour/);
		expect(await call()).toMatchObject([{ status: 'completed' }]);
		expect(paid()).toHaveLength(1);
	});

	it('does not resend a task that may have been accepted', async () => {
		setup.sandbox.fail({ on: 'submit', status: 502, accept: true });
		const call = tool();
		await expect(call()).rejects.toThrow(
			/may have been accepted.*For an hour, a repeated call does not send the task again/s,
		);
		await expect(call()).rejects.toThrow(/may have been accepted/);
		expect(paid()).toHaveLength(1);
	});

	it("pays once with 'Retry On Fail'", async () => {
		if (/own/.test(name)) return;
		setup.sandbox.fail({ on: 'poll', status: 403, times: 2 });
		const [item] = await tool({}, { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 })();
		expect(item?.status).toBe('completed');
		expect(paid()).toHaveLength(1);
	});

	it('does not promise the image if it does not wait', async () => {
		const [item] = await tool({}, undefined, { waitForCompletion: false })();
		expect(item).toEqual({
			status: 'submitted',
			taskId: paid()[0]?.taskId,
			message: expect.stringMatching(/does not wait.*Task → Wait/) as string,
		});
	});

	it("keeps 'Maximum Wait Time' and 'On Timeout' if the user has set them", async () => {
		setup.sandbox.options.taskDurationMs = 3_000;
		expect(await tool({ maxWaitTime: 300 })()).toMatchObject([{ status: 'completed' }]);
		await expect(tool({ maxWaitTime: 2, onTimeout: 'error' })()).rejects.toThrow(
			/not finished after 2 s.*Task → Wait/s,
		);
	});
});

describe('a task left open by a tool', () => {
	const slow = async () => {
		setup.sandbox.options.taskDurationMs = 1_500;
		return await HOSTS['MCP Server Trigger']?.()();
	};

	it('goes only to a call for the same image, and to only one of two parallel calls', async () => {
		await slow();
		const call = (url: string) => HOSTS['MCP Server Trigger']?.({}, undefined, { imageUrl: url })();
		await call(setup.pictureUrl(1));
		expect(paid()).toHaveLength(2);
		await Promise.all([call(setup.pictureUrl(0)), call(setup.pictureUrl(0))]);
		expect(paid()).toHaveLength(3);
	});

	it('is forgotten after an hour', async () => {
		await slow();
		const now = clock.now();
		jest.spyOn(clock, 'now').mockImplementation(() => now + 61 * 60_000);
		setup.sandbox.options.taskDurationMs = 20;
		await HOSTS['MCP Server Trigger']?.({ maxWaitTime: 1 })();
		expect(paid()).toHaveLength(2);
	});
});
