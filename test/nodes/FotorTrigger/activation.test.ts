import type { INodeParameters } from 'n8n-workflow';

import { FotorTrigger } from '../../../nodes/FotorTrigger/FotorTrigger.node';
import { clean, startTrigger, type TriggerSetup } from './support';

let setup: TriggerSetup;
beforeAll(async () => {
	setup = await startTrigger();
});
afterAll(async () => await setup.close());
beforeEach(() => clean(setup));
afterEach(() => jest.restoreAllMocks());

const activate = async (parameters: INodeParameters, address?: string) => {
	clean(setup, parameters);
	await setup.host.activate(address);
};

describe('activation', () => {
	test('works out of the box and makes no requests', async () => {
		await activate({});
		expect(setup.sandbox.requests).toEqual([]);
	});

	test('works with every option set', async () => {
		const options = {
			ipAllowlist: '54.212.95.175, 2001:db8::/32',
			token: 'x',
			taskTypes: 'avatar',
		};
		await expect(activate({ options })).resolves.toBeUndefined();
	});

	test.each([
		[{ events: [] }, "'Trigger On' is empty"],
		[{ options: { ipAllowlist: '1.2.3.4, example.com, 1.2.3.4/40' } }, 'example.com, 1.2.3.4/40'],
		[{ options: { ipAllowlist: ' , ' } }, "'IP Allowlist' contains no IP addresses"],
		[{ options: { token: '={{ $vars.nothing }}' } }, "'Secret' must be text and can't be empty"],
		[{ options: { token: "={{ '' }}" } }, "'Secret' must be text and can't be empty"],
	])('rejects the parameters %j', async (parameters, message) => {
		await expect(activate(parameters as INodeParameters)).rejects.toMatchObject({
			name: 'NodeOperationError',
			message: expect.stringContaining(message) as string,
			description: expect.stringMatching(/\w/) as string,
		});
	});

	test('accepts a secret from an expression that has a value only during a call', async () => {
		await expect(
			activate({ options: { token: '={{ $json.query.account }}' } }),
		).resolves.toBeUndefined();
	});

	test("accepts a URL Fotor can't reach, for local tests", async () => {
		await expect(activate({}, 'http://localhost:5678/webhook')).resolves.toBeUndefined();
	});
});

describe('the form', () => {
	test.each(['http://localhost:5678', 'http://127.0.0.1:5678', 'https://192.168.1.7'])(
		"says that Fotor can't reach an n8n instance at %s and what to do about it",
		async (origin) => {
			const notice = await setup.host.addressNotice(origin);
			expect(notice).toContain(`<b>${origin}</b>`);
			expect(notice).toContain('WEBHOOK_URL');
		},
	);

	test.each(['https://n8n.example.com', 'https://54.212.95.175', 'n8n.example.com'])(
		'shows no notice for an n8n instance at %s',
		async (origin) => {
			await expect(setup.host.addressNotice(origin)).resolves.toBeUndefined();
		},
	);
});

test('deactivation has nothing to undo', async () => {
	await expect(setup.host.deactivate()).resolves.toBe(true);
	expect(setup.sandbox.requests).toEqual([]);
});

describe('the trigger', () => {
	const { description } = new FotorTrigger();

	test('accepts POST calls and sends its own reply', () => {
		expect(description.webhooks).toEqual([
			expect.objectContaining({ httpMethod: 'POST', responseMode: 'onReceived', responseData: '' }),
		]);
	});

	test('needs a credential only if calls are verified with Fotor', () => {
		expect(description.credentials).toEqual([
			{ name: 'fotorApi', required: true, displayOptions: { show: { verifyWithApi: [true] } } },
		]);
	});

	test('is not a tool and has no input', () => {
		expect(description.inputs).toEqual([]);
		expect(description.usableAsTool).toBeUndefined();
	});

	test('hides the secret', () => {
		const options = description.properties.find(({ name }) => name === 'options')?.options ?? [];
		const token = options.find(({ name }) => name === 'token');
		expect(token).toMatchObject({ typeOptions: { password: true } });
	});
});
