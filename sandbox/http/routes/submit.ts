import type { FastifyInstance } from 'fastify';

import { failure, success } from '../envelope';
import type { SubmissionEndpoint } from '../../endpoints';
import { replacesReply } from '../../faults/fault';
import { sendFault } from '../hooks';
import { accept } from '../../tasks/accept';
import { price } from '../../tasks/prices';
import type { State } from '../../state';

/** Routes for all submission paths (section 4 and sections 7 to 20). */
export function submitRoutes(
	app: FastifyInstance,
	state: State,
	endpoints: readonly SubmissionEndpoint[],
): void {
	for (const endpoint of endpoints) {
		app.post<{ Body: Record<string, unknown> }>(
			endpoint.path.replace('{model_id}', ':model_id'),
			{ schema: { body: endpoint.schema }, config: { target: 'submit', secured: true } },
			(request, reply) => {
				const { body, fault } = request;
				const { concurrentTasks } = state.options;
				if (concurrentTasks !== undefined && state.inFlight >= concurrentTasks) {
					return reply.code(429).send(failure('429', 'Rate limit'));
				}
				if (price(endpoint.id, body) > state.credits.remaining) {
					return reply.send(failure('510', 'No enough credits'));
				}
				const path = request.url.split('?')[0] ?? request.url;
				const { taskId, price: cost } = accept(state, endpoint, path, body);
				if (request.record) request.record.taskId = taskId;
				if (fault && replacesReply(fault)) return sendFault(reply, request);
				return reply.send(
					// The reply for a listing set includes its price (section 4).
					success(
						endpoint.id === 'ecommercelistingset' ? { taskId, creditsIncrement: cost } : { taskId },
					),
				);
			},
		);
	}
}
