import type { FastifyInstance } from 'fastify';

import { failure, success } from '../envelope';
import type { State } from '../../state';
import { taskData } from '../../tasks/task';

/** `GET /v1/aiart/tasks/{taskId}` (section 5). */
export function pollRoute(app: FastifyInstance, state: State): void {
	app.get<{ Params: { taskId: string } }>(
		'/v1/aiart/tasks/:taskId',
		{ config: { target: 'poll', secured: true } },
		(request, reply) => {
			const task = state.tasks.get(request.params.taskId);
			// Fotor's reply for an unknown task is not documented; 999 is Fotor's code for "unknown error".
			if (!task) return reply.send(failure('999', 'task not found'));
			return reply.send(success(taskData(task, request.fault)));
		},
	);
}
