import { readCredential } from '../../../fotor/api/credential';
import { placeText } from '../../../fotor/place';
import { startUpscaler, textOf, type UpscalerSetup } from '../../../harness/engine/upscaler';

let setup: UpscalerSetup;
beforeAll(async () => {
	setup = await startUpscaler({ binaryMode: 'filesystem' });
});
afterAll(async () => await setup.close());
beforeEach(() => setup.sandbox.reset());

const fail = (msg: string) => setup.sandbox.fail({ on: 'submit', status: 400, msg });

describe('a message', () => {
	it('gives the cause, and its description ends with the codes and text from Fotor', async () => {
		fail('userImageUrl is required');
		const { error } = await setup.upscale();
		expect(error?.message).toBe('Fotor did not accept the request');
		expect(error?.description).toBe(
			'Nothing was charged for this item. Check the values in this node. Details: HTTP 400, code 400, userImageUrl is required.',
		);
	});

	it('includes the item number only if there are several items', async () => {
		fail('no');
		expect((await setup.upscale()).error?.message).not.toContain('[item');
		fail('no');
		const { error } = await setup.upscale({ items: 2, options: { concurrency: 1 } });
		expect(error?.message).toBe('Fotor did not accept the request [item 0]');
	});

	it.each([
		[{ itemIndex: 3 }, true, '[item 3]'],
		[{ itemIndex: 3, file: 'Photos_1' }, true, '[item 3, file Photos_1]'],
		[{ itemIndex: 0, file: 'Photos_1' }, false, '[file Photos_1]'],
		[{ itemIndex: 0 }, false, ''],
	])(
		'names the item if there are several, and the file if there is one: %j (several items: %s)',
		(place, many, text) => {
			expect(placeText(place, many)).toBe(text);
		},
	);
});

it.each(['the task was canceled', 'canceled'])(
	'"%s" as the reason for a failed task does not cancel the execution',
	async (taskMsg) => {
		setup.sandbox.fail({ on: 'poll', taskStatus: 2, taskMsg });
		const result = await setup.upscale();
		expect(result.run.status).toBe('error');
		expect(result.error?.message).toMatch(/^Fotor ended task \w+ without a result$/);
		expect(result.error?.description).toMatch(new RegExp(`Details: status failed, ${taskMsg}\\.$`));
	},
);

describe('without a credential', () => {
	const advice = 'Choose a Fotor credential at the top of the node.';

	it('the message says where to choose a credential', async () => {
		const { error } = await setup.upscale({ node: { credentials: {} } });
		expect(error?.message).toBe('This node has no Fotor credential');
		expect(error?.description).toBe(advice);
		expect(setup.sandbox.requests).toEqual([]);
	});

	it('every item gets the same message if the node continues', async () => {
		const node = { credentials: undefined, onError: 'continueRegularOutput' as const };
		const texts = textOf(await setup.upscale({ items: 2, node })).split('\n');
		expect(texts).toEqual(
			[0, 1].map((item) => `This node has no Fotor credential [item ${item}]. ${advice}`),
		);
	});

	it('a deleted credential is reported with advice, and the text from n8n comes last', async () => {
		const context = {
			getCredentials: async () =>
				await Promise.reject(new Error('Credential with ID "7" does not exist')),
			getNode: () => ({ credentials: { fotorApi: { id: '7', name: 'Mine' } } }),
		};
		await expect(readCredential(context as never)).rejects.toMatchObject({
			message: "n8n can't read this node's Fotor credential",
			advice: expect.stringMatching(/^Choose a Fotor credential at the top of the node/) as string,
			quote: 'Credential with ID "7" does not exist',
		});
	});
});

it.each([
	[1_000, /'Base64' \(up to 10 MB\), or provide the image as a URL/],
	[11_000_000, /^(?!.*Base64).*Provide the image as a URL, or make the file smaller/s],
])(
	'if the storage rejects an upload of %i bytes, the advice suits the size',
	async (bytes, text) => {
		const data = Buffer.concat([setup.picture, Buffer.alloc(bytes, ' ')]);
		const binary = await setup.engine.file(data, 'a.png', 'image/png');
		setup.sandbox.fail({ on: 'put', status: 403, times: Infinity });
		const { error } = await setup.upscale({ items: [{ json: {}, binary }], asFile: true });
		expect(error?.message).toBe(
			"Fotor's storage did not accept the upload, so the file in 'Input Binary Field' was not uploaded",
		);
		expect(error?.description).toMatch(text);
	},
);
