import axios from 'axios';
import sharp from 'sharp';

import { nodeOutput, type N8nRest } from '../../../harness/n8n/rest';
import { samplePhoto, startSandbox, type Sandbox } from '../../../sandbox';
import { handIn, masksAfter, paintWorkflow } from '../../support/paintWorkflow';
import { until } from '../../support/until';
import { sharedQueue, signedInRest } from '../support/context';
import { activate, executionsOf } from '../support/executions';
import { callWebhook, startedByWebhook } from '../support/workflows';

/** Timeout in ms. Long, because a worker may be busy with other tests' executions. */
const PATIENCE = 60_000;
const SIZE = { width: 64, height: 48 };

describe('Fotor Mask in queue mode', () => {
	let sandbox: Sandbox;
	let rest: N8nRest;

	beforeAll(async () => {
		sandbox = await startSandbox();
		rest = await signedInRest();
	});
	afterAll(async () => await sandbox?.close());

	it.each(['webhookUrl', 'mainUrl'] as const)(
		'waits for masks, and a worker receives masks sent to %s',
		async (through) => {
			const photo = sharp(samplePhoto().data).resize(SIZE.width, SIZE.height, { fit: 'fill' });
			const address = sandbox.publish('photo.png', await photo.png().toBuffer(), 'image/png');
			const { workflow, path } = startedByWebhook(paintWorkflow([address], {}));
			const { id } = await rest.createWorkflow(workflow);
			await activate(rest, id, 1);
			await callWebhook(sharedQueue().webhookUrl, path, 1);
			let execution = '';
			await until(async () => {
				const [only] = await executionsOf(id);
				execution = only?.id ?? '';
				return only?.status === 'waiting';
			}, PATIENCE);
			const { data } = await rest.getExecution(execution);
			const mailed = new URL(nodeOutput(data, 'Message')[0]?.json.link as string);
			// The emailed link points to the webhook processes. The main process accepts it, too.
			expect(mailed.origin).toBe(new URL(sharedQueue().webhookUrl).origin);
			const link = new URL(mailed.pathname + mailed.search, sharedQueue()[through]).href;

			const page = await axios.get<string>(link);
			expect(page.data).toMatch(/^<!doctype html>.*"width":64,"height":48/s);
			const image = await axios.get<ArrayBuffer>(`${link}&image=0`, {
				responseType: 'arraybuffer',
			});
			expect(await sharp(Buffer.from(image.data)).metadata()).toMatchObject(SIZE);

			const white = sharp({ create: { ...SIZE, channels: 3, background: '#fff' } }).png();
			const mask = (await white.toBuffer()).toString('base64');
			const reply = await handIn(link, JSON.stringify({ masks: [mask] }));
			expect({ status: reply.status, data: reply.data }).toEqual({
				status: 200,
				data: { accepted: true },
			});
			await until(async () => (await executionsOf(id))[0]?.status === 'success', PATIENCE);
			const { items, masks } = await masksAfter(rest, execution);
			expect(items[0]?.json).toMatchObject({ ...SIZE, coverage: 100, timedOut: false });
			expect((await sharp(masks[0]).stats()).channels[0]?.min).toBe(255);
			await rest.deactivateWorkflow(id);
		},
	);
});
