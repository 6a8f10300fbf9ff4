import type { FastifyInstance } from 'fastify';

import { readStored } from '../../files/store';
import type { State } from '../../state';

/** Serves results, uploads and published files. No key is needed, as on Fotor's public hosts (section 5). */
export function downloadRoutes(app: FastifyInstance, state: State): void {
	for (const path of ['/results/*', '/uploads/*', '/files/*']) {
		app.get(path, { config: { target: 'download' } }, (request, reply) => {
			const stored = state.served.get(request.url.split('?')[0] ?? '');
			if (!stored) {
				return reply
					.code(404)
					.type('application/xml')
					.send('<Error><Code>NoSuchKey</Code></Error>');
			}
			return reply
				.type(stored.contentType)
				.header('content-length', stored.bytes)
				.send(readStored(stored));
		});
	}
}
