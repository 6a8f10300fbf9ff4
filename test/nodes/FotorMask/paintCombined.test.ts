import sharp from 'sharp';

import { createEngine } from '../../../harness/engine/core';
import { FotorMask } from '../../../nodes/FotorMask/FotorMask.node';

const MASK = 'n8n-nodes-fotor.fotorMask';

// n8n offers the combined mode only if files are stored outside the items.
test("Paint also waits in a workflow with n8n's combined binary mode", async () => {
	const engine = await createEngine({ binaryMode: 'filesystem' });
	engine.addNode(MASK, new FotorMask());
	const png = sharp({ create: { width: 30, height: 20, channels: 3, background: '#08f' } }).png();
	const binary = (await engine.file(await png.toBuffer(), 'a.png', 'image/png')) ?? {};
	const { run } = await engine.run(
		MASK,
		{},
		{ input: [{ json: {}, binary }], settings: { binaryMode: 'combined' } as never },
	);
	expect(run.status).toBe('waiting');
});
