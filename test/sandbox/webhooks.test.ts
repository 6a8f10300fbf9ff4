import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

import { samplePhoto, startSandbox, type WebhookOptions } from '../../sandbox';
import { closeAll, run, sandboxFor, until } from './support';

interface Call {
	url: string;
	type: string | undefined;
	body: Record<string, unknown>;
}

const calls: Call[] = [];
let receiver: Server;
let url: string;

beforeAll(async () => {
	receiver = createServer((request, response) => {
		void json(request).then((body) => {
			calls.push({
				url: request.url ?? '',
				type: request.headers['content-type'],
				body: body as Record<string, unknown>,
			});
			response.end();
		});
	});
	await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
	url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
});
beforeEach(() => calls.splice(0));
afterEach(closeAll);
afterAll(() => {
	receiver.closeAllConnections();
	receiver.close();
});

const IMAGE = `data:image/jpeg;base64,${samplePhoto().data.toString('base64')}`;

async function retouch(options: Partial<WebhookOptions>, times = 1) {
	const sandbox = await sandboxFor({ webhook: { url, ...options } });
	const tasks = [];
	for (let at = 0; at < times; at++) {
		tasks.push(await run(sandbox, '/v1/aiart/retouchskin', { userImageUrl: IMAGE }));
	}
	return { sandbox, ids: tasks.map(({ taskId }) => taskId), task: tasks[0] };
}

const received = async (count: number) =>
	await until(() => (calls.length >= count ? calls : undefined));

const settle = async () => await new Promise((resolve) => setTimeout(resolve, 150));

it('reports a finished task with exactly the documented fields', async () => {
	const { sandbox, task } = await retouch({});
	const [call] = await received(1);
	expect(call?.type).toContain('application/json');
	expect(call?.body).toEqual({
		taskId: task?.taskId,
		status: 1,
		businessId: task?.businessId,
		type: 'retouchskin',
		resultUrl: task?.resultUrl,
	});
	await until(() => sandbox.webhookCalls[0]?.answered);
	expect(sandbox.webhookCalls).toMatchObject([{ url, answered: 200 }]);
});

it('reports headshots with their images', async () => {
	const sandbox = await sandboxFor({ webhook: { url } });
	const task = await run(sandbox, '/v1/aiart/avatar', {
		userImageUrl: IMAGE,
		avatarTemplateParams: [{ templateId: 't', num: 1 }],
	});
	const [call] = await received(1);
	expect(call?.body).toMatchObject({ resultUrl: '', avatarResult: task.avatarResult });
});

it("reports a task's failure and, if configured, its start", async () => {
	const sandbox = await sandboxFor({ webhook: { url, inProgress: true }, taskDurationMs: 100 });
	await run(sandbox, '/v1/aiart/retouchskin', { userImageUrl: 'none' });
	await received(2);
	expect(calls.map(({ body }) => body.status)).toEqual([0, 2]);
});

it('can repeat and delay calls and add a secret', async () => {
	await retouch({ repeats: 2, delayMs: 200, token: 's e' });
	expect(calls).toHaveLength(0);
	await received(3);
	await settle();
	expect(calls.map((call) => call.url)).toEqual(Array(3).fill('/hook?token=s+e'));
});

it('can drop every nth call', async () => {
	const { ids } = await retouch({ lose: 2 }, 3);
	await received(2);
	await settle();
	expect(calls.map(({ body }) => body.taskId)).toEqual([ids[0], ids[2]]);
});

it('can send simultaneous calls in reverse order', async () => {
	const { ids } = await retouch({ shuffle: true, delayMs: 1_000 }, 3);
	await received(3);
	expect(calls.map(({ body }) => body.taskId)).toEqual([...ids].reverse());
});

it('calls only this machine', async () => {
	await expect(startSandbox({ webhook: { url: 'http://10.0.0.1/' } })).rejects.toThrow(
		'not on this machine',
	);
});
