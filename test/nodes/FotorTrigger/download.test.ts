import sharp from 'sharp';

import { clock } from '../../../fotor/clock';
import { callKey } from '../../../fotor/webhook/recent';
import { samplePhoto } from '../../../sandbox';
import { call, callOf, clean, startTrigger, type TriggerSetup } from './support';

describe.each(['default', 'filesystem'] as const)('the trigger in %s mode', (binaryMode) => {
	let setup: TriggerSetup;
	beforeAll(async () => {
		setup = await startTrigger({ binaryMode });
	});
	afterAll(async () => await setup.close());
	beforeEach(() => clean(setup, { options: { downloadResult: true } }));
	afterEach(() => expect(setup.host.thrown).toEqual([]));

	test('fetches the result without sending the API key', async () => {
		const task = setup.sandbox.addTask({ type: 'imgupscale' });
		const reply = await call(setup, callOf(task));
		expect(reply).toEqual({ status: 200, body: { received: true, started: true } });
		await executions(1);
		const [item] = setup.host.executions[0] ?? [];
		expect(item?.json).toMatchObject({ taskId: task.taskId, resultUrl: task.resultUrl });
		expect(item?.binary?.data).toMatchObject({
			fileName: `imgupscale-${task.taskId}.jpg`,
			mimeType: 'image/jpeg',
		});
		const { width } = await sharp(await setup.engine.read(item)).metadata();
		expect(width).toBe((await sharp(samplePhoto().data).metadata()).width);
		const fetched = setup.sandbox.requests.find(({ path }) => path.startsWith('/files/'));
		expect(fetched?.headers).not.toHaveProperty('authorization');
	});

	test('replies to Fotor before the file has arrived', async () => {
		setup.sandbox.fail({ on: 'download', delayMs: 150 });
		await call(setup, callOf(setup.sandbox.addTask({})));
		expect(setup.host.executions).toHaveLength(0);
		await executions(1);
		expect(setup.host.executions[0]?.[0]?.binary).toBeDefined();
	});

	test('every headshot image is in the chosen binary field of its item', async () => {
		clean(setup, { options: { downloadResult: true, outputBinaryProperty: 'photo' } });
		const { data, fileName } = samplePhoto();
		const images = ['1', '2'].map((id) => ({
			id,
			url: setup.sandbox.publish(fileName, data),
			hasHsfw: false,
		}));
		const task = setup.sandbox.addTask({
			type: 'avatar',
			avatarResult: [{ templateId: 't', images }],
		});
		await call(setup, callOf(task));
		await executions(1);
		const names = setup.host.executions[0]?.map(({ binary }) => binary?.photo?.fileName);
		expect(names).toEqual([`avatar-${task.taskId}-1.jpg`, `avatar-${task.taskId}-2.jpg`]);
	});

	test('a missing file is reported in a notice', async () => {
		setup.sandbox.fail({ on: 'download', status: 404, times: Infinity });
		const task = setup.sandbox.addTask({});
		await call(setup, callOf(task));
		await executions(1);
		const [item] = setup.host.executions[0] ?? [];
		expect(item?.binary).toBeUndefined();
		expect(item?.json).toMatchObject({
			verified: true,
			notice: expect.stringContaining(
				`The file of task ${task.taskId} was not downloaded`,
			) as string,
		});
	});

	test('a call is accepted while its file is being fetched, but not stored until its execution starts', async () => {
		const { host, sandbox } = setup;
		sandbox.fail({ on: 'download', delayMs: 300 });
		const [slow, quick] = [callOf(sandbox.addTask({})), callOf(sandbox.addTask({}))];
		await call(setup, slow);
		await call(setup, quick);
		await executions(1);
		expect((await call(setup, slow)).body.started).toBe(false);
		// If n8n stopped now, it would have to accept the slow call again.
		expect(host.staticData).toContain(keyOf(quick));
		expect(host.staticData).not.toContain(keyOf(slow));
		await executions(2);
		while (!host.staticData.includes(keyOf(slow))) await new Promise(setImmediate);
	});

	test('a download that takes too long is aborted and reported in a notice', async () => {
		setup.sandbox.fail({ on: 'download', delayMs: 60_000 });
		const { sleep } = clock;
		const limit = new Promise<void>((resolve) => setTimeout(resolve, 200));
		jest
			.spyOn(clock, 'sleep')
			.mockImplementation(async (ms, signal) => await (ms === 300_000 ? limit : sleep(ms, signal)));
		const reply = await call(setup, callOf(setup.sandbox.addTask({})));
		expect(reply.body.started).toBe(true);
		await executions(1);
		const [item] = setup.host.executions[0] ?? [];
		expect(item?.binary).toBeUndefined();
		expect(item?.json.notice).toContain('it took too long');
		const fetched = () => setup.sandbox.requests.find(({ path }) => path.startsWith('/files/'));
		while (!fetched()?.ended) await new Promise(setImmediate);
		expect(fetched()?.ended).toBe('reset');
		jest.restoreAllMocks();
	});

	test('a failed task has no file', async () => {
		await call(setup, callOf(setup.sandbox.addTask({ status: 2 })));
		expect(setup.host.executions).toMatchObject([[{ json: { status: 'failed' } }]]);
	});

	const keyOf = ({ taskId }: Record<string, unknown>) => callKey(String(taskId), 'completed');

	async function executions(count: number): Promise<void> {
		while (setup.host.executions.length < count) await new Promise(setImmediate);
	}
});
