import { freeCallFailure } from '../../fotor/api/explain';
import type { Endpoint } from '../../fotor/api/endpoints';
import { freeCall } from '../../fotor/account';
import { inputFailure } from '../../fotor/failure';
import type { Body } from '../../fotor/image/picture';
import { outputItem, taskItems } from '../../fotor/result/items';
import type { FreeJob, Job } from '../../fotor/run';
import { readTask } from '../../fotor/task/details';
import { taskPath } from '../../fotor/task/wait';
import type { Form } from '../shared/form';
import { parseObject } from '../shared/json';
import { MAX_WAIT } from '../shared/resultFields';
import { readSettings } from '../shared/settings';

/** One look at a task (API reference, section 5). */
export function getTask(form: Form): FreeJob {
	const taskId = form.text('taskId', 'Task ID');
	const simplify = form.value('simplify', true) !== false;
	const { itemIndex } = form;
	return {
		itemIndex,
		async work(api) {
			const outcome = await freeCall(api, { method: 'GET', path: taskPath(taskId) });
			const what = `Task ${taskId} could not be read`;
			if (outcome.kind === 'notFound') throw unknownTask(taskId);
			if (outcome.kind !== 'success') throw freeCallFailure(what, outcome);
			const task = readTask(taskId, outcome.data);
			if (!task) throw freeCallFailure(what, { kind: 'unreadable', text: 'no task in the reply' });
			if (!simplify) return [outputItem(task.raw as never, itemIndex)];
			return taskItems(task, null, false).map(({ json }) => outputItem(json, itemIndex));
		},
	};
}

/** Waits for a task that was submitted before, with the options of the tools. */
export function waitForTask(form: Form): Job {
	return {
		itemIndex: form.itemIndex,
		endpoint: COLLECTED,
		path: COLLECTED.path,
		body: {},
		taskId: form.text('taskId', 'Task ID'),
		settings: { ...readSettings(form, MAX_WAIT.video), waitForCompletion: true },
	};
}

/** Submits any task: what Fotor offers and this package has no node for. */
export function submitTask(form: Form): Job {
	const path = form.text('path', 'Path');
	if (!/^\/v1\/\S+$/.test(path)) {
		throw inputFailure(
			`'Path' must start with /v1/, it is ${path.slice(0, 100)}`,
			"Copy the path from Fotor's documentation page of the tool, without the host, such as /v1/aiart/imgupscale.",
		);
	}
	const body = parseObject(form.value('body', '{}'), 'Body');
	return {
		itemIndex: form.itemIndex,
		endpoint: { ...COLLECTED, path },
		path,
		body: body as Body,
		settings: readSettings(form, MAX_WAIT.video),
	};
}

/** Stands in the endpoint table's place where the tool is not known. */
const COLLECTED: Endpoint = { path: '/v1/aiart/tasks', slug: 'fotor', uploadType: 'img2img' };

function unknownTask(taskId: string) {
	return inputFailure(
		`Fotor knows no task ${taskId}`,
		"Check 'Task ID'. A task can only be read with a key of the account that paid it, on the same base URL.",
	);
}
