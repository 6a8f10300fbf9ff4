import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IConnections, IDataObject, INode, INodeExecutionData } from 'n8n-workflow';
import sharp from 'sharp';

import { retryData, type RunOptions } from '../../harness/engine/core';
import { startFotor, type Fotor } from '../../harness/engine/fotor';
import { samplePhoto } from '../../sandbox';
import { allFields } from '../../scripts/docs/fields';
import { loadNodes } from '../../scripts/docs/loadNodes';
import { DOCS } from '../../scripts/generate-docs';
import { builtIns } from '../support/builtIns';
import { speedUp } from '../support/time';

interface Recipe {
	nodes: INode[];
	connections: IConnections;
}

const PAGE = readFileSync(join(DOCS, 'recipes.md'), 'utf8');
/** The page's workflows as text, by heading. */
const RECIPES = new Map(
	PAGE.split(/^## /m)
		.slice(1)
		.map((section) => {
			const [, json = ''] = /^```json\n(.*?)\n```$/ms.exec(section) ?? [];
			return [section.split('\n', 1)[0] ?? '', json];
		}),
);
const TOOL = 'Fotor AI Upscaler';
/** Headings of the recipes that a test has run. */
const tested = new Set<string>();

let fotor: Fotor;
let photo: string;
let executions = 0;
beforeAll(async () => {
	fotor = await startFotor();
	for (const [name, node] of Object.entries(builtIns)) {
		fotor.engine.addNode(`n8n-nodes-base.${name}`, node);
	}
	const { data, fileName, mimeType } = samplePhoto();
	photo = fotor.sandbox.publish(fileName, await sharp(data).resize(120).toBuffer(), mimeType);
});
afterAll(async () => await fotor.close());
beforeEach(() => {
	speedUp(25);
	fotor.sandbox.reset();
});
afterEach(() => jest.restoreAllMocks());

/** The workflow of a recipe, changed to use the sandbox instead of Fotor. */
function recipe(heading: string): Recipe {
	tested.add(heading);
	const text = (RECIPES.get(heading) ?? '')
		.replaceAll(/https:[^",\\]+\.jpg/g, photo)
		.replaceAll('https://api-b.fotor.com', fotor.sandbox.url);
	const workflow = JSON.parse(text) as Recipe;
	for (const node of workflow.nodes) {
		Object.assign(node, { id: node.name, credentials: { fotorApi: { id: '1', name: 'Fotor' } } });
	}
	return workflow;
}

/** Runs a recipe as a new execution. */
const run = async (workflow: Recipe, options: RunOptions = {}, watched = TOOL) =>
	await fotor.engine.runWorkflow(workflow, watched, {
		executionId: String(++executions),
		...options,
	});
const nodeOf = ({ nodes }: Recipe, name: string) =>
	nodes.find((node) => node.name === name) as INode;
const loseTrack = () => fotor.sandbox.fail({ on: 'poll', status: 400, times: 1 });
const paid = () => fotor.sandbox.submissions.map(({ taskId }) => taskId);
const taskIds = (items: INodeExecutionData[]) => items.map(({ json }) => json.taskId);
/** Output of the form: the given fields and a file in 'Photo'. */
const form = async (json: IDataObject = {}): Promise<INodeExecutionData[]> => {
	const { data, fileName, mimeType } = samplePhoto();
	const small = await sharp(data).resize(120).toBuffer();
	const binary = await fotor.engine.file(small, fileName, mimeType);
	return [{ json, binary: { Photo: binary?.data as never } }];
};

describe("the recipes run in n8n's engine, with stand-ins for n8n's own nodes", () => {
	test('queue: a message redelivered after a failed wait is paid for only once thanks to its task key', async () => {
		const workflow = recipe('Queues: acknowledge when the task is done');
		const input = [{ json: { orderId: 'A-17', imageUrl: photo } }];
		loseTrack();
		const first = await run(workflow, { input });
		expect(first.error?.message).toContain(paid()[0]);
		const { items, error } = await run(workflow, { input, staticData: first.staticData });
		expect(error).toBeUndefined();
		expect(taskIds(items)).toEqual(paid());
		await run(workflow, { input: [{ json: { orderId: 'A-18', imageUrl: photo } }] });
		expect(paid()).toHaveLength(2);
	});

	test('sub-workflow: a retry costs nothing, and neither does a retry of the calling workflow if a task key is set', async () => {
		const workflow = recipe('Sub-workflows: which execution to retry');
		const item = (orderId: string) => [{ json: { orderId, imageUrl: photo } }];
		loseTrack();
		const failed = await run(workflow, { input: item('B-1') });
		expect(failed.error).toBeDefined();
		const again = await run(workflow, { input: item('B-1'), staticData: failed.staticData });
		expect(taskIds(again.items)).toEqual(paid());
		expect(paid()).toHaveLength(1);

		nodeOf(workflow, TOOL).parameters.options = {};
		loseTrack();
		const keyless = await run(workflow, { input: item('B-2') });
		const retried = await run(workflow, { resume: retryData(keyless) });
		expect(taskIds(retried.items)).toEqual(paid().slice(1));
		await run(workflow, { input: item('B-2') });
		expect(paid()).toHaveLength(3);
	});

	test('later: Task → Wait collects the result and its file', async () => {
		const { items, data } = await run(recipe('Collect the result later'), {}, 'Fotor');
		const submitted = data.resultData.runData[TOOL]?.[0]?.data?.main?.[0]?.[0];
		expect(submitted?.json.status).toBe('submitted');
		expect(items[0]?.json).toMatchObject({ status: 'completed', taskId: paid()[0] });
		expect(items[0]?.binary?.data).toBeDefined();
		expect(paid()).toHaveLength(1);
	});

	test('error output: Task → Wait collects paid tasks, and its error output gets the rest', async () => {
		const workflow = recipe('Collect from the error output');
		loseTrack();
		const { items, errors } = await run(workflow, {}, 'Fotor');
		expect(items[0]?.json).toMatchObject({ status: 'completed', taskId: paid()[0] });
		expect(items[0]?.binary?.data).toBeDefined();
		expect(errors).toEqual([]);

		nodeOf(workflow, TOOL).parameters.imageUrl = 'nothing';
		const unpaid = await run(workflow, {}, 'Fotor');
		expect(unpaid.error).toBeUndefined();
		expect([unpaid.items.length, unpaid.errors.length]).toEqual([0, 1]);
		expect(paid()).toHaveLength(1);
	});

	test('Edit Fields: the file is kept, or an expression finds it after Edit Fields has dropped it', async () => {
		const workflow = recipe('Images through Edit Fields');
		const input = await form({ Name: 'Ada' });
		const { items } = await run(workflow, { input });
		expect(items[0]?.binary?.data?.fileName).toBe('Ada-large.png');

		nodeOf(workflow, 'Edit Fields').parameters.includeOtherFields = false;
		const { error } = await run(workflow, { input });
		expect(error?.message).toMatch(/^No file in 'Photo'/);
		expect(paid()).toHaveLength(1);

		const [, expression] = /^(\{\{ \$\('Photo Form'\).*\}\})$/m.exec(PAGE) ?? [];
		nodeOf(workflow, TOOL).parameters.imageBinaryProperty = `=${expression}`;
		const found = await run(workflow, { input });
		expect(found.items[0]?.json.status).toBe('completed');
	});

	test.each([
		['approved', true, 1],
		['declined', false, 0],
		['not answered in time', undefined, 0],
	])('review: only an approved image is paid for (%s)', async (_name, answer, count) => {
		const input = await form(answer === undefined ? {} : { answer });
		const { items, error } = await run(recipe('Review by email before paying'), { input });
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.status)).toEqual(Array(count).fill('completed'));
		expect(paid()).toHaveLength(count);
	});

	test('HTTP Request: the node reads the balance with the Fotor credential', async () => {
		const workflow = recipe('HTTP Request with the Fotor credential');
		const { items } = await run(workflow, {}, 'HTTP Request');
		expect(items[0]?.json).toMatchObject({ data: fotor.sandbox.credits });
	});
});

test('every recipe has a test above, and its Fotor nodes use existing fields', async () => {
	expect([...tested].sort()).toEqual([...RECIPES.keys()].sort());
	const nodes = await loadNodes();
	for (const text of RECIPES.values()) {
		for (const { type, parameters } of (JSON.parse(text) as Recipe).nodes) {
			if (!type.startsWith('n8n-nodes-fotor.')) continue;
			const node = nodes.find(({ description }) => type.endsWith(`.${description.name}`));
			const known = allFields(node?.description.properties ?? []).map(({ name }) => name);
			const used = [parameters, parameters.options ?? {}].flatMap((part) => Object.keys(part));
			expect(known).toEqual(expect.arrayContaining(used));
		}
	}
});
