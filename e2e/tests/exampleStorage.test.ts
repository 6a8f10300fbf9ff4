import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';

import { nodeOutput, type N8nRest } from '../../harness/n8n/rest';
import { samplePhoto, sampleProduct, startSandbox, type Sandbox } from '../../sandbox';
import { signedInRest } from '../support/context';
import { installExample, runExample, type InstalledExample } from '../support/example';
import { startMailServer, type MailServer } from '../support/mail';
import { startS3, type S3 } from '../support/s3';

const BUCKET = 'shop';

describe('The example "Nightly product photos"', () => {
	let rest: N8nRest;
	let sandbox: Sandbox;
	let store: S3;
	let mail: MailServer;
	let folder: string;
	let workflow: InstalledExample;

	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), 'fotor-s3-'));
		rest = await signedInRest();
		sandbox = await startSandbox({ taskDurationMs: 50 });
		store = await startS3(folder, BUCKET);
		mail = await startMailServer();
		const s3 = await rest.createCredential({ name: 'S3', type: 's3', data: store.credential });
		const smtp = await rest.createCredential({ name: 'SMTP', type: 'smtp', data: mail.credential });
		workflow = await installExample(rest, sandbox, 'nightly-product-photos.json', {
			credentials: { 'n8n-nodes-base.s3': { s3 }, 'n8n-nodes-base.emailSend': { smtp } },
		});
	});
	afterAll(async () => {
		await Promise.all([store.close(), mail.close(), sandbox.close()]);
		await rm(folder, { recursive: true, force: true });
	});
	beforeEach(() => {
		sandbox.reset();
		sandbox.options.taskDurationMs = 50;
		mail.messages.splice(0);
	});

	it('cuts out, enlarges and stores new images, and emails a summary', async () => {
		await store.write(BUCKET, 'new/bottle.jpg', sampleProduct().data);
		await store.write(BUCKET, 'new/house.jpg', samplePhoto().data);
		await store.write(BUCKET, 'new/prices.csv', Buffer.from('sku,price'));

		const { status, data } = await runExample(rest, workflow);
		expect(status).toBe('success');
		expect(nodeOutput(data, 'Upload Result')).toHaveLength(2);
		const { width, height } = await sharp(sampleProduct().data).metadata();
		const stored = await sharp(await store.read(BUCKET, 'done/bottle.png')).metadata();
		expect(stored).toMatchObject({ width: width * 2, height: height * 2, hasAlpha: true });
		expect(mail.messages).toHaveLength(1);
		expect(mail.messages[0]).toContain('Subject: Product images ready: 2');
		expect(mail.messages[0]).toMatch(/new\/bottle\.jpg\s+new\/house\.jpg/);
		expect(sandbox.submissions).toHaveLength(4);
		expect(await store.list(BUCKET)).toEqual([
			'done/bottle.png',
			'done/house.png',
			'new/prices.csv',
		]);
	});

	it('reports failures by email, keeps the originals, and pays only once even if they are picked up again', async () => {
		await store.write(BUCKET, 'new/lamp.jpg', sampleProduct().data);
		sandbox.fail({ on: 'poll', status: 400 });
		expect((await runExample(rest, workflow)).status).toBe('success');
		const taskId = sandbox.submissions[0]?.taskId ?? '';
		expect(mail.messages).toHaveLength(1);
		expect(mail.messages[0]).toContain('Subject: Product images that need your attention: 1');
		expect(mail.messages[0]).toContain(taskId);
		expect(await store.list(BUCKET)).toContain('new/lamp.jpg');

		expect((await runExample(rest, workflow)).status).toBe('success');
		expect(mail.messages[1]).toContain('Subject: Product images ready: 1');
		expect(sandbox.submissions.map(({ path }) => path.split('/').at(-1))).toEqual([
			'backgroundremover',
			'imgupscale',
		]);
	});
});
