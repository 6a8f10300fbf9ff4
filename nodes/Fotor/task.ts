import { freeCallFailure } from '../../fotor/api/explain';
import { endpointOfPath, type Endpoint } from '../../fotor/api/endpoints';
import { freeCall } from '../../fotor/api/retry';
import { inputFailure } from '../../fotor/failure';
import type { Body } from '../../fotor/image/picture';
import { outputItem, rawItem, taskItems } from '../../fotor/result/items';
import { CHECK_AGAIN, modelItem } from '../../fotor/result/modelItem';
import type { FreeJob, Job } from '../../fotor/run';
import { readTask } from '../../fotor/task/details';
import { unknownTask } from '../../fotor/task/endings';
import { taskPath } from '../../fotor/task/look';
import type { Form } from '../shared/form';
import { inputFields } from '../shared/inputFields';
import { readSettings } from '../shared/settings';

/** Reads a task once (API reference, section 5). */
export function getTask(form: Form): FreeJob {
	const taskId = form.text('taskId');
	const simplify = form.flag('simplify');
	const { itemIndex } = form;
	return {
		kind: 'free',
		itemIndex,
		async work(api) {
			const outcome = await freeCall(api, { method: 'GET', path: taskPath(taskId) });
			const what = `task ${taskId} can't be read`;
			if (outcome.kind === 'notFound') throw unknownTask(taskId);
			if (outcome.kind !== 'success') throw freeCallFailure(what, outcome);
			const task = readTask(taskId, outcome.data);
			if (!task) throw freeCallFailure(what, { kind: 'unreadable', text: 'no task in the reply' });
			if (!simplify) return [outputItem(rawItem(task.raw), itemIndex)];
			if (form.isTool) {
				const next = task.status === 'inProgress' ? [CHECK_AGAIN] : [];
				return [outputItem(modelItem(task, next), itemIndex)];
			}
			return taskItems(task, null, false).map(({ json }) => outputItem(json, itemIndex));
		},
	};
}

/** Waits for a task that was submitted earlier. */
export function waitForTask(form: Form): Job {
	return {
		kind: 'task',
		itemIndex: form.itemIndex,
		endpoint: ANY_TOOL,
		path: ANY_TOOL.path,
		body: {},
		taskId: form.text('taskId'),
		// Ignores a 'Dry Run' option left over from Task → Submit.
		settings: { ...readSettings(form), waitForCompletion: true, dryRun: false },
		inputFields: inputFields(form),
	};
}

/** Submits a task for any tool, including tools that have no node of their own. */
export function submitTask(form: Form): Job {
	const path = form.text('path');
	if (!/^\/v1\/\S+$/.test(path)) {
		throw inputFailure(
			`'Path' must start with /v1/, but it is ${path.slice(0, 100)}`,
			"Copy the path without the host from the tool's page in Fotor's documentation. It looks like /v1/aiart/imgupscale.",
		);
	}
	return {
		kind: 'task',
		itemIndex: form.itemIndex,
		endpoint: endpointOfPath(path) ?? { ...ANY_TOOL, path },
		path,
		body: form.json('body') as Body,
		settings: readSettings(form),
		inputFields: inputFields(form),
	};
}

/** Endpoint of a task whose tool is unknown or not in the endpoint table. */
const ANY_TOOL: Endpoint = { path: '/v1/aiart/tasks', slug: 'fotor', uploadType: 'img2img' };
