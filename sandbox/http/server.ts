import Fastify, { type FastifyError, type FastifyInstance } from 'fastify';

import type { SubmissionEndpoint } from '../endpoints';
import { failure } from './envelope';
import { addHooks } from './hooks';
import { accountRoutes } from './routes/account';
import { controlRoutes } from './routes/control';
import { downloadRoutes } from './routes/downloads';
import { indexPage } from './routes/page';
import { pollRoute } from './routes/poll';
import { sampleRoutes } from './routes/samples';
import { submitRoutes } from './routes/submit';
import { putRoute, signRoute } from './routes/uploads';
import type { State } from '../state';
import { validationMessage } from './validation';

/**
 * Maximum size of a JSON body, large enough for data URIs. This is the sandbox's own limit; Fotor's is UNKNOWN (section
 * 3).
 */
const MOST_JSON_BYTES = 64 * 1024 * 1024;

/** Builds the HTTP server with all routes. The server isn't listening yet. */
export function buildServer(
	state: State,
	endpoints: readonly SubmissionEndpoint[],
): FastifyInstance {
	const app = Fastify({
		bodyLimit: MOST_JSON_BYTES,
		forceCloseConnections: true,
		// Clients must send the documented types: nothing is converted or dropped.
		ajv: { customOptions: { coerceTypes: false, removeAdditional: false, useDefaults: false } },
	});
	const schemas = new Map(endpoints.map(({ path, schema }) => [path, schema]));

	app.removeContentTypeParser('application/json');
	app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
		if (request.record) request.record.bytes = Buffer.byteLength(body);
		try {
			done(null, JSON.parse(body.toString()));
		} catch {
			done(Object.assign(new Error('body is not valid JSON'), { statusCode: 400 }));
		}
	});

	app.setErrorHandler<FastifyError>((error, request, reply) => {
		const status = error.statusCode ?? 500;
		const path = request.routeOptions.url?.replace(':model_id', '{model_id}') ?? '';
		const msg = error.validation
			? validationMessage(error.validation[0], schemas.get(path))
			: error.message;
		// The body of a 400 is UNKNOWN (section 3). The sandbox sends an envelope with the status as its code.
		return reply.code(status).send(failure(String(status), msg));
	});
	app.setNotFoundHandler((_request, reply) => reply.code(404).send(failure('404', 'Not Found')));

	addHooks(app, state);
	submitRoutes(app, state, endpoints);
	pollRoute(app, state);
	accountRoutes(app, state);
	signRoute(app, state);
	putRoute(app, state);
	downloadRoutes(app, state);
	sampleRoutes(app);
	app.register((scope, _options, done) => {
		// A control call such as reset needs no body, whatever content type the client sends.
		scope.addContentTypeParser('*', { parseAs: 'string' }, (_request, _body, next) => next(null));
		controlRoutes(scope, state);
		done();
	});
	indexPage(app, state, endpoints);
	return app;
}
