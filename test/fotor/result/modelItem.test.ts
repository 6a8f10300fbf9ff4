import { modelItem } from '../../../fotor/result/modelItem';
import type { TaskDetails } from '../../../fotor/task/details';

const FILE = { url: 'https://x/1.png', sensitive: false };
const TASK: TaskDetails = {
	taskId: 't1',
	status: 'completed',
	type: 'ecommercelistingset',
	files: [FILE],
	failedScenes: [],
	tokensUsed: 2,
	createTime: undefined,
	updateTime: undefined,
	sensitive: false,
	raw: { status: 1 },
};

const two = (more: [object, object]) => more.map((labels) => ({ ...FILE, ...labels }));

describe('what a model sees of a task', () => {
	it('is a small object without nulls', () => {
		expect(modelItem(TASK)).toEqual({
			status: 'completed',
			resultUrl: 'https://x/1.png',
			taskId: 't1',
			tokensUsed: 2,
		});
		expect(modelItem({ ...TASK, tokensUsed: undefined })).not.toHaveProperty('tokensUsed');
	});

	it('lists several results and their scenes or styles', () => {
		const urls = [FILE.url, FILE.url];
		const scenes = modelItem({ ...TASK, files: two([{ scene: 'Desk' }, { scene: 'Garden' }]) });
		expect(scenes).toMatchObject({ resultUrls: urls, scenes: ['Desk', 'Garden'] });
		expect(scenes).not.toHaveProperty('resultUrl');
		const styles = modelItem({ ...TASK, files: two([{ templateId: 'a' }, { templateId: 'b' }]) });
		expect(styles).toMatchObject({ resultUrls: urls, templateIds: ['a', 'b'] });
	});

	it('leaves out a list of scenes that would not match the results', () => {
		const item = modelItem({ ...TASK, files: two([{ scene: 'Desk' }, {}]) });
		expect(item).not.toHaveProperty('scenes');
	});

	it('names failed scenes and sensitive content', () => {
		const item = modelItem(
			{ ...TASK, failedScenes: [{ scene: 'Desk', reason: 'no desk' }], sensitive: true },
			['Read this.'],
		);
		expect(item).toMatchObject({
			failedScenes: [{ scene: 'Desk', reason: 'no desk' }],
			message: 'Fotor marked this task as sensitive content. Read this.',
		});
	});

	it("gives Fotor's reason only if the task has ended without a result", () => {
		const message = (status: TaskDetails['status']) =>
			modelItem({ ...TASK, status, files: [], reason: 'no face' }).message;
		expect(message('failed')).toBe("Fotor's reason: no face.");
		expect(message('inProgress')).toBeUndefined();
		expect(message('completed')).toBeUndefined();
	});
});
