import type { FastifyInstance } from 'fastify';

import { failure, success } from '../envelope';
import type { Fault } from '../../faults/fault';
import type { State } from '../../state';
import type { SandboxOptions } from '../../types';
import { webhookAddress } from '../../tasks/webhooks';

/** JSON has no Infinity, so a fault posted over HTTP may use the string "Infinity". */
type PostedFault = Omit<Fault, 'times'> & { times?: number | 'Infinity' };

const FAULT_SCHEMA = {
	type: 'object',
	required: ['on'],
	properties: {
		on: { enum: ['submit', 'poll', 'download', 'sign', 'put', 'credits', 'links', 'token'] },
		times: { anyOf: [{ type: 'number', minimum: 1 }, { const: 'Infinity' }] },
		after: { type: 'integer', minimum: 0 },
		status: { type: 'integer', minimum: 200, maximum: 599 },
		reset: { enum: ['before', 'after'] },
	},
};

/** Routes that only the sandbox has. Other processes use them to set faults, change settings and read statistics. */
export function controlRoutes(app: FastifyInstance, state: State): void {
	const config = { unrecorded: true };

	app.post<{ Body: PostedFault }>(
		'/__sandbox/faults',
		{ config, schema: { body: FAULT_SCHEMA } },
		({ body }, reply) => {
			const { times, ...fault } = body;
			state.faults.add(times === undefined ? fault : { ...fault, times: Number(times) });
			return reply.send(success(null));
		},
	);

	app.delete('/__sandbox/faults', { config }, (_request, reply) => {
		state.faults.clear();
		return reply.send(success(null));
	});

	app.get('/__sandbox/stats', { config }, (_request, reply) => reply.send(state.stats()));

	app.post<{ Body: Partial<SandboxOptions> }>(
		'/__sandbox/options',
		{ config, schema: { body: { type: 'object' } } },
		({ body }, reply) => {
			try {
				if (body.webhook) webhookAddress(body.webhook);
			} catch (error) {
				return reply.code(400).send(failure('400', error instanceof Error ? error.message : ''));
			}
			// The port can't change while the server is listening. A value of null resets a setting.
			const changes = Object.entries(body).filter(([name]) => name !== 'port' && name !== 'log');
			for (const [name, value] of changes) {
				Object.assign(state.options, { [name]: value ?? undefined });
			}
			return reply.send(success(null));
		},
	);

	app.post('/__sandbox/reset', { config }, (_request, reply) => {
		state.reset();
		return reply.send(success(null));
	});
}
