import { startUpscaler, type UpscalerSetup } from '../../../harness/engine/upscaler';

let setup: UpscalerSetup;
beforeAll(async () => (setup = await startUpscaler()));
afterAll(async () => await setup.close());
beforeEach(() => void setup.sandbox.requests.splice(0));
afterEach(() => setup.sandbox.clearFaults());

const balanceReads = () =>
	setup.sandbox.requests.filter(({ path }) => path === '/v1/credits').length;

it('a manual run says how many tokens it used and how many are left, and how to continue', async () => {
	const { error, infos } = await setup.upscale({ items: 3 });
	expect(error).toBeUndefined();
	const { remaining } = setup.sandbox.credits;
	const next =
		"To continue without paying again, open the next node, or add one, and press 'Execute step'. 'Execute workflow' pays again.";
	expect(infos).toEqual([`Used 3 tokens, ${remaining} left. ${next}`]);
	expect(balanceReads()).toBe(1);
});

it('a manual run suggests pinning the output if it has no files', async () => {
	const { infos } = await setup.upscale({ parameters: { downloadResult: false } });
	const { remaining } = setup.sandbox.credits;
	const pin = 'Pin this output to continue without paying again.';
	expect(infos).toEqual([`Used 1 token, ${remaining} left. ${pin}`]);
});

it('a run that is not manual does not read the balance', async () => {
	const { error, infos } = await setup.upscale({ items: 2, mode: 'trigger' });
	expect([error, infos, balanceReads()]).toEqual([undefined, [], 0]);
});

it('a run that only submits does not read the balance', async () => {
	const { infos } = await setup.upscale({ parameters: { waitForCompletion: false } });
	expect([infos, balanceReads()]).toEqual([[], 0]);
});

it("a balance that can't be read does not affect the run", async () => {
	setup.sandbox.fail({ on: 'credits', status: 403, times: Infinity });
	const { error, infos, items } = await setup.upscale();
	expect([error, infos, items.length]).toEqual([undefined, [], 1]);
});

it('a balance that does not arrive in time causes no long delay', async () => {
	setup.sandbox.fail({ on: 'credits', stall: true, times: Infinity });
	const { error, infos, items } = await setup.upscale();
	expect([error, infos, items.length]).toEqual([undefined, [], 1]);
});
