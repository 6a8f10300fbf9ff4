import type { INodeParameters } from 'n8n-workflow';

import { startFotor, type Fotor } from '../../../harness/engine/fotor';
import { samplePortrait } from '../../../sandbox';

let fotor: Fotor;
let portrait: string;

beforeAll(async () => {
	fotor = await startFotor();
	portrait = fotor.sandbox.publish('portrait.jpg', samplePortrait().data);
});

afterAll(async () => await fotor.close());

const shares = async (node: string, parameters: INodeParameters) => {
	const before = fotor.sandbox.credits.remaining;
	const { items, error } = await fotor.engine.run(`n8n-nodes-fotor.${node}`, parameters);
	expect(error).toBeUndefined();
	const tokens = items.map(({ json }) => json.tokensUsed);
	return { tokens, paid: before - fotor.sandbox.credits.remaining };
};

const template = (count: number) => ({
	templateId: '864756a6-2068-49a0-9329-a9c110147b71',
	count,
});

// In an earlier version, each of three headshots reported 3 tokens, the cost of all three.
it("the costs of three headshots add up to the task's cost", async () => {
	const image = { imageSource: 'url', imageUrl: portrait };
	const templates = { template: [template(2), template(1)] };
	expect(await shares('fotorHeadshot', { ...image, templates })).toEqual({
		tokens: [1, 1, 1],
		paid: 3,
	});
});

it('Task → Get also gives each result its share of the cost', async () => {
	const [{ taskId } = { taskId: '' }] = fotor.sandbox.submissions;
	const task = { resource: 'task', operation: 'get', taskId };
	expect(await shares('fotor', task)).toEqual({ tokens: [1, 1, 1], paid: 0 });
});

it('a listing set splits its cost among its scenes', async () => {
	const set = { images: portrait, count: 2 };
	expect(await shares('fotorListingSet', set)).toEqual({ tokens: [8, 8], paid: 16 });
});
