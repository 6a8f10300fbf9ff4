import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IConnections, INode, INodeExecutionData } from 'n8n-workflow';
import sharp from 'sharp';

import { clock } from '../../fotor/clock';
import { samplePhoto } from '../../sandbox';
import { allFields } from '../../scripts/docs/fields';
import { loadNodes } from '../../scripts/docs/loadNodes';
import { priceOf } from '../../scripts/docs/prices';
import { DOCS } from '../../scripts/generate-docs';
import { call, callOf, startTrigger, type TriggerSetup } from '../nodes/FotorTrigger/support';

type Workflow = { nodes: INode[]; connections: IConnections };

const COMMON = 'common-options.md';
const NODES = readdirSync(join(DOCS, 'nodes')).filter((name) => name !== 'README.md');
const read = (path: string) => readFileSync(join(DOCS, path), 'utf8');
let bench: TriggerSetup;
let photo: string;
/** Parameter names of each node type, including those inside collections. */
const parametersOf = new Map<string, string[]>();
beforeAll(async () => {
	bench = await startTrigger();
	const { fileName, data, mimeType } = samplePhoto();
	photo = bench.sandbox.publish(fileName, await sharp(data).resize(120).toBuffer(), mimeType);
	for (const { description } of await loadNodes()) {
		const names = allFields(description.properties).map(({ name }) => name);
		parametersOf.set(`n8n-nodes-fotor.${description.name}`, names);
	}
	// Polls happen almost immediately, but request timeouts keep their length.
	const { sleep } = clock;
	const soon = async (ms: number, signal?: AbortSignal) => await sleep(ms < 15e3 ? 10 : ms, signal);
	jest.spyOn(clock, 'sleep').mockImplementation(soon);
});
afterAll(async () => await bench.close());

test.each([COMMON, ...NODES.map((name) => `nodes/${name}`)])(
	'the examples in %s are correct',
	async (path) => {
		const page = read(path);
		const blocks = [...page.matchAll(/^```json\n(.*?)\n```$/gms)].map(
			([, json = '']) => JSON.parse(json) as Workflow | unknown[],
		);
		const prices = new Set<number | undefined>();
		for (const [at, workflow] of blocks.entries()) {
			if (Array.isArray(workflow)) continue;
			const json = (await run(workflow)).map((item) => item.json);
			expect(shape(json)).toEqual(shape(blocks[at + 1]));
			const keys = json.flatMap((item) => Object.keys(item));
			expect(keys.filter((key) => !`${page}${read(COMMON)}`.includes(`\`${key}\``))).toEqual([]);
			const endpoints = bench.sandbox.submissions.map((one) => one.path.split('/')[3]);
			for (const endpoint of endpoints) prices.add(priceOf(endpoint ?? '').tokens);
		}
		expect(blocks.length).toBeGreaterThan(0);
		const [, price = 'Free'] = /^## Price\n\n(.*?)\n\n/ms.exec(page) ?? [];
		if (price.startsWith('Free')) return;
		const named = [...price.matchAll(/(\d+) tokens?|ot published/g)];
		expect(new Set(named.map(([, tokens]) => tokens && Number(tokens)))).toEqual(prices);
	},
);

/** Runs a workflow as the page shows it, with an image from the sandbox. @returns the output of its last node */
async function run(workflow: Workflow): Promise<INodeExecutionData[]> {
	bench.sandbox.submissions.splice(0);
	const text = JSON.stringify(workflow).replaceAll(/https:[^",\\]+\.jpg/g, photo);
	const { nodes, connections } = JSON.parse(text) as Workflow;
	for (const node of nodes) {
		const { parameters, type } = node;
		const names = [parameters, parameters.options ?? {}].flatMap((part) => Object.keys(part));
		expect(parametersOf.get(type) ?? []).toEqual(expect.arrayContaining(names));
		Object.assign(node, { id: node.name, credentials: { fotorApi: { id: '1', name: 'Fotor' } } });
	}
	const { name, parameters, type, typeVersion } = nodes.at(-1) as INode;
	if (type === 'n8n-nodes-fotor.fotorTrigger') {
		Object.assign(bench.host, { parameters, typeVersion });
		await call(bench, callOf(bench.sandbox.addTask({ type: 'imgupscale' })));
		return bench.host.executions.at(-1) ?? [];
	}
	const { error, items } = await bench.engine.runWorkflow({ nodes, connections }, name);
	if (error) throw new Error(`${name}: ${error.message} ${error.description ?? ''}`);
	return items;
}

/** The value with the content of each field replaced by its type, except in fields with constant values. */
function shape(value: unknown, key = ''): unknown {
	if (Array.isArray(value)) return value.map((entry) => shape(entry));
	if (typeof value !== 'object' || value === null) {
		return /^(status|type|scene|templateId|tokensUsed)$/.test(key) ? value : typeof value;
	}
	return Object.fromEntries(
		Object.entries(value).map(([name, entry]) => [name, shape(entry, name)]),
	);
}
