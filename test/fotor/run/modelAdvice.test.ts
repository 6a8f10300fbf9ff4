import type { INodeParameters } from 'n8n-workflow';

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
afterEach(() => {
	jest.restoreAllMocks();
	setup.credential();
});

/** Matches advice that only a person in n8n's editor can follow. */
const EDITOR =
	/in the editor|Binary tab|node before this one|input item|executions list|Run the node/;

const refusalOf = async (parameters: INodeParameters) => {
	const call = setup.engine.tool(UPSCALER, { scale: 2, options: {}, ...parameters });
	const thrown = await call().catch((error: Error) => error);
	return (thrown as Error).message;
};
const fileOf = async (text: string) =>
	(await setup.engine.file(Buffer.from(text), 'a.png', 'image/png'))?.data;

describe('a model whose call is rejected is told what to do next', () => {
	it('if there is no file, the advice is to give a URL or ask the user', async () => {
		const parameters = { imageSource: 'binary', imageBinaryProperty: 'data0' };
		const text = await refusalOf(parameters);
		expect(text).toMatch(/No file in 'data0'.*public http\(s\) URL.*ask the user/s);
		expect(text).not.toMatch(EDITOR);
	});

	it('if the file field is empty, the advice is to give a URL', async () => {
		const text = await refusalOf({ imageSource: 'binary', imageBinaryProperty: '' });
		expect(text).toMatch(/is empty.*public http\(s\) URL/s);
	});

	it('if the file is a sign-in page, the advice is to ask the user for another file', async () => {
		const file = await fileOf(`<!doctype html><title>Sign in</title>${' '.repeat(600)}`);
		const text = await refusalOf({
			imageSource: 'binary',
			imageBinaryProperty: `={{ (${JSON.stringify(file)}) }}`,
		});
		expect(text).toMatch(/not an image.*Ask the user for another file/s);
		expect(text).not.toMatch(EDITOR);
	});

	it('if only the user can help, the advice is to tell the user', async () => {
		setup.credential({ apiKey: 'wrong' });
		const text = await refusalOf({ imageSource: 'url', imageUrl: setup.pictureUrl(0) });
		expect(text).toMatch(/does not accept the API key.*Do not call again\. Tell the user: .*Copy/s);
		expect(setup.sandbox.submissions).toEqual([]);
	});

	it('a node in a workflow keeps the advice for the editor', async () => {
		const parameters = { imageSource: 'binary', imageBinaryProperty: 'none' };
		const { error } = await setup.upscale({ items: 1, parameters });
		expect(`${error?.message} ${error?.description}`).toMatch(EDITOR);
	});
});
