import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import axios from 'axios';
import sharp from 'sharp';

import { NEW_CONNECTION } from '../../harness/n8n/connection';
import { nodeOutput, type N8nRest } from '../../harness/n8n/rest';
import { executionsOf } from '../../harness/n8n/webhooks';
import { samplePhoto, startSandbox, type Sandbox } from '../../sandbox';
import { sharedN8n, signedInRest } from '../support/context';
import { installExample, runExample } from '../support/example';
import { until } from '../support/until';

let rest: N8nRest;
let sandbox: Sandbox;
beforeAll(async () => {
	rest = await signedInRest();
	sandbox = await startSandbox({ taskDurationMs: 50 });
});
afterAll(async () => await sandbox.close());
beforeEach(() => {
	sandbox.reset();
	sandbox.options.taskDurationMs = 50;
});

it('The example "Remove a background" returns the cutout of its sample image', async () => {
	const workflow = await installExample(rest, sandbox, 'remove-a-background.json');
	const { status, data } = await runExample(rest, workflow);
	expect(status).toBe('success');
	const [item] = nodeOutput(data, 'Fotor Background Remover');
	const file = await rest.downloadBinary(item?.binary?.data?.id ?? '');
	expect(await sharp(file).metadata()).toMatchObject({ format: 'png', hasAlpha: true });
});

it('The example "Enlarge a list of images within a budget" respects its minimum balance', async () => {
	const workflow = await installExample(rest, sandbox, 'batch-with-a-budget.json');
	sandbox.credits = { total: 102, remaining: 102 };
	const { status, data } = await runExample(rest, workflow);
	expect(status).toBe('success');
	expect(nodeOutput(data, 'Add Up the Costs').map(({ json }) => json)).toEqual([
		{ sum_tokensUsed: 2, count_taskId: 2 },
	]);
	expect(nodeOutput(data, 'Keep for Later').map(({ json }) => json)).toEqual([
		{
			url: expect.stringContaining('/samples/') as string,
			reason: expect.stringMatching(/Minimum Balance/) as string,
		},
	]);
	expect(sandbox.credits.remaining).toBe(100);
});

it('The example "Headshots to a folder" writes one file per portrait', async () => {
	const folder = sharedN8n().files;
	const fileName = `=${folder}/{{ $json.taskId }}-{{ $itemIndex + 1 }}.{{ $binary.data.fileExtension }}`;
	const workflow = await installExample(rest, sandbox, 'headshots-to-a-folder.json', {
		parameters: { 'Save to the Folder': { fileName } },
	});
	const { status, data } = await runExample(rest, workflow);
	expect(status).toBe('success');
	expect(nodeOutput(data, 'Save to the Folder')).toHaveLength(2);
	const taskId = sandbox.submissions[0]?.taskId;
	for (const number of [1, 2]) {
		const file = await readFile(join(folder, `${taskId}-${number}.jpg`));
		expect((await sharp(file).metadata()).width).toBeGreaterThan(0);
	}
});

describe('The example "Replace part of a photo from a web form"', () => {
	/** Submits the form and follows its pages to the last one. */
	async function handIn(prompt: string): Promise<{ page: string; workflowId: string }> {
		const { id, webhookId } = await installExample(rest, sandbox, 'web-form.json');
		await rest.activateWorkflow(id);
		const url = `${rest.url}/form/${webhookId}`;
		const options = { validateStatus: null, ...NEW_CONNECTION, timeout: 10_000 } as const;
		await until(async () => (await axios.get(url, options)).status === 200);
		const { data, mimeType, fileName } = samplePhoto();
		const form = new FormData();
		form.append('field-0', new Blob([new Uint8Array(data)], { type: mimeType }), fileName);
		form.append('field-1', prompt);
		const reply = await axios.post<{ formWaitingUrl?: string }>(url, form, options);
		const last = new URL(reply.data.formWaitingUrl ?? '');
		const status = new URL(last);
		status.pathname += '/n8n-execution-status';
		await until(async () => {
			const { data: text } = await axios.get<string>(status.href, options);
			return text.trim() === 'form-waiting';
		});
		const { data: page } = await axios.get<string>(last.href, options);
		return { page, workflowId: id };
	}

	it('shows the image on the last page', async () => {
		const { page, workflowId } = await handIn('a red hot-air balloon');
		const [execution] = await executionsOf(rest, workflowId, 1);
		const [item] = execution ? nodeOutput(execution.data, 'Fotor AI Replace') : [];
		expect(page).toContain(item?.json.resultUrl as string);
		expect(sandbox.submissions[0]?.body).toMatchObject({ content: 'a red hot-air balloon' });
	});

	it('shows the reason if Fotor rejects the prompt', async () => {
		sandbox.fail({ on: 'submit', status: 400, msg: `refused ${randomUUID()}` });
		const { page } = await handIn('something');
		expect(page).toContain('Something went wrong');
		expect(page).toMatch(/refused [0-9a-f-]{36}/);
	});
});
