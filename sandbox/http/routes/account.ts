import type { FastifyInstance } from 'fastify';

import { success } from '../envelope';
import type { State } from '../../state';
import { newId } from '../../tasks/task';

/** Routes for the balance (section 6), recharge links and temporary tokens (section 20). */
export function accountRoutes(app: FastifyInstance, state: State): void {
	app.get('/v1/credits', { config: { target: 'credits', secured: true } }, (_request, reply) =>
		reply.send(success({ businessId: '', ...state.credits })),
	);

	app.get('/v1/payment/links', { config: { target: 'links', secured: true } }, (_request, reply) =>
		reply.send(
			success([
				{
					url: `${state.url}/v1/recharge/sandbox`,
					planName: '500 Tokens (for 2 years)',
					credits: 500,
					currency: 'USD',
					amount: 39.99,
					// The links expire after 30 minutes. As in the documented example, the time has no milliseconds.
					urlExpireTime: new Date(Date.now() + 30 * 60_000).toISOString().replace(/\.\d+/, ''),
				},
			]),
		),
	);

	app.get<{ Querystring: { timeout?: string } }>(
		'/v1/aiart/credentials',
		{ config: { target: 'token', secured: true } },
		(request, reply) => {
			// The default lifetime is not documented, so the sandbox uses the example's 100000 seconds.
			const seconds = Number(request.query.timeout ?? 100_000);
			return reply.send(success({ token: `tp_${newId()}`, expire: Date.now() + seconds * 1000 }));
		},
	);
}
