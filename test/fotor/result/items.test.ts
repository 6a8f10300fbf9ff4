import { outputItem, submittedItem, taskItems } from '../../../fotor/result/items';
import type { TaskDetails } from '../../../fotor/task/details';

const TASK: TaskDetails = {
	taskId: 't1',
	status: 'completed',
	type: 'avatar',
	files: [
		{ url: 'https://x/1.png', templateId: 'a', sensitive: false },
		{ url: 'https://x/2.png', templateId: 'b', sensitive: false },
	],
	failedScenes: [],
	tokensUsed: 2,
	createTime: Date.UTC(2026, 0, 1),
	updateTime: Date.UTC(2026, 0, 1, 0, 0, 4),
	sensitive: false,
	raw: { status: 1 },
};

const json = (task: Partial<TaskDetails>, raw = false) =>
	taskItems({ ...TASK, ...task }, 'fallback', raw).map((item) => item.json);

describe('the items of a task', () => {
	it('come one per file, each with its own URL and the list of all URLs', () => {
		expect(json({})).toEqual([
			{
				taskId: 't1',
				status: 'completed',
				type: 'avatar',
				resultUrl: 'https://x/1.png',
				resultUrls: ['https://x/1.png', 'https://x/2.png'],
				tokensUsed: 1,
				createdAt: '2026-01-01T00:00:00.000Z',
				updatedAt: '2026-01-01T00:00:04.000Z',
				sensitiveContent: false,
				templateId: 'a',
			},
			expect.objectContaining({ resultUrl: 'https://x/2.png', templateId: 'b' }),
		]);
	});

	it('are a single item without a file if the task has no files', () => {
		expect(json({ files: [], status: 'inProgress' })).toEqual([
			expect.objectContaining({ status: 'inProgress', resultUrl: null, resultUrls: [] }),
		]);
	});

	it('contain null for values Fotor does not send', () => {
		const [item] = json({
			type: undefined,
			tokensUsed: undefined,
			createTime: undefined,
			updateTime: Number.MAX_VALUE,
		});
		expect(item).toMatchObject({
			type: 'fallback',
			tokensUsed: null,
			createdAt: null,
			updatedAt: null,
		});
	});

	it('include their scene and the failed scenes if the task is a listing set', () => {
		const failedScenes = [{ scene: 'Detail', reason: 'too dark' }];
		const files = [{ url: 'https://x/1.png', scene: 'Main', sensitive: false }];
		expect(json({ files, failedScenes })).toEqual([
			expect.objectContaining({ scene: 'Main', failedScenes }),
		]);
		expect(json({ files })[0]).not.toHaveProperty('failedScenes');
	});

	it("include Fotor's raw data only on request", () => {
		expect(json({}, true)[0]?.raw).toEqual({ status: 1 });
		expect(json({})[0]).not.toHaveProperty('raw');
	});

	it('never have an `error` field, which marks an item as failed in n8n', () => {
		for (const item of [...json({}), ...json({ files: [] }), submittedItem('t1', 'x', 0)]) {
			expect(item).not.toHaveProperty('error');
		}
	});
});

it('a submitted task has the same fields as a finished one', () => {
	const submitted = submittedItem('t1', 'upscaler', Date.UTC(2026, 0, 1));
	expect(Object.keys(submitted)).toEqual(Object.keys(json({ files: [] })[0] ?? {}));
	expect(submitted).toMatchObject({ status: 'submitted', createdAt: '2026-01-01T00:00:00.000Z' });
});

it('an item is paired with its input item', () => {
	expect(outputItem({ a: 1 }, 3)).toEqual({ json: { a: 1 }, pairedItem: { item: 3 } });
	const file = { data: '', mimeType: 'image/png' };
	expect(outputItem({}, 0, { photo: file }).binary).toEqual({ photo: file });
});
