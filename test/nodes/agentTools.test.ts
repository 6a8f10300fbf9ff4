import type { INodeParameters } from 'n8n-workflow';

import { startFotor, type Fotor } from '../../harness/engine/fotor';
import { sampleMask, samplePhoto, samplePortrait, sampleProduct } from '../../sandbox';
import { speedUp } from '../support/time';
import { MASK, PHOTO, PORTRAIT, PRODUCT, titleOf, TOOLS } from './tools.table';

const SAMPLES = { [PHOTO]: samplePhoto, [MASK]: sampleMask, [PORTRAIT]: samplePortrait };

describe("every node as a tool for n8n's own agents", () => {
	let fotor: Fotor;
	let urls: Array<[string, string]>;
	beforeAll(async () => {
		fotor = await startFotor();
		urls = Object.entries({ ...SAMPLES, [PRODUCT]: sampleProduct }).map(([name, sample]) => {
			const { data, fileName, mimeType } = sample();
			return [name, fotor.sandbox.publish(fileName, data, mimeType)];
		});
	});
	afterAll(async () => await fotor.close());
	beforeEach(() => {
		fotor.sandbox.submissions.splice(0);
		speedUp(10);
	});
	afterEach(() => jest.restoreAllMocks());

	const fill = (parameters: INodeParameters) =>
		JSON.parse(
			urls.reduce((text, [name, url]) => text.replaceAll(name, url), JSON.stringify(parameters)),
		) as INodeParameters;

	test.each(TOOLS.map((row) => [titleOf(row), row] as const))(
		'%s returns one small result',
		async (_title, row) => {
			const parameters = fill(row.parameters);
			// On the sped-up clock, a tool's default limit of 50 s can be too short on a busy machine.
			const options = { ...(parameters.options as INodeParameters), maxWaitTime: 1800 };
			const type = `n8n-nodes-fotor.${row.node}`;
			const call = fotor.engine.ephemeral(type, { ...parameters, options });
			const [item, ...more] = await call();
			expect(more).toEqual([]);
			expect(item?.binary).toBeUndefined();
			expect(item?.json).toMatchObject({
				status: 'completed',
				tokensUsed: expect.any(Number) as number,
			});
			const several = (row.items ?? 1) > 1;
			expect(Object.keys(item?.json ?? {})).toContain(several ? 'resultUrls' : 'resultUrl');
			expect(Object.values(item?.json ?? {})).not.toContain(null);
			expect(fotor.sandbox.submissions).toHaveLength(1);
		},
	);
});
