import type { Readable } from 'node:stream';

import type { FastifyInstance } from 'fastify';

import { failure, success } from '../envelope';
import type { State } from '../../state';
import { newId } from '../../tasks/task';
import { finishedUpload } from '../../files/uploads';

/** Maximum upload size in bytes. The sandbox's own limit; Fotor's is UNKNOWN. */
const MOST_BYTES = 1024 ** 3;

/** Step 1 of an upload (section 18): signs a URL for the file. */
export function signRoute(app: FastifyInstance, state: State): void {
	app.get<{ Querystring: { type?: string; suffix?: string } }>(
		'/v1/upload/sign',
		{ config: { target: 'sign', secured: true } },
		(request, reply) => {
			const { type = '', suffix = '' } = request.query;
			if (!type) return reply.code(400).send(failure('400', 'type is required'));
			// The allowed suffixes are not documented; this check keeps file names harmless.
			if (!/^[a-z0-9]{1,8}$/.test(suffix)) {
				return reply
					.code(400)
					.send(failure('400', suffix ? 'suffix is invalid' : 'suffix is required'));
			}
			const name = `${newId()}.${suffix}`;
			const signature = newId();
			const url = `${state.url}/uploads/${name}`;
			state.signed.set(name, { name, signature, url, type, suffix });
			return reply.send(success({ upload_url: `${url}?signature=${signature}`, url }));
		},
	);
}

/**
 * Step 2: PUT without Authorization. The storage is not documented. The sandbox replies like S3 to a second
 * authorization, a missing length and a wrong signature.
 */
export function putRoute(app: FastifyInstance, state: State): void {
	app.register((scope, _options, done) => {
		scope.removeAllContentTypeParsers();
		// Keep the body a stream: the handler writes it to disk as it arrives.
		scope.addContentTypeParser('*', (_request, body, next) => next(null, body));
		scope.put<{ Params: { name: string }; Querystring: { signature?: string }; Body?: Readable }>(
			'/uploads/:name',
			{ bodyLimit: MOST_BYTES, config: { target: 'put' } },
			async (request, reply) => {
				const { headers, record } = request;
				const error = (status: number, code: string) =>
					reply.code(status).type('application/xml').send(`<Error><Code>${code}</Code></Error>`);
				if (headers.authorization !== undefined) return error(400, 'InvalidArgument');
				if (headers['content-length'] === undefined) return error(411, 'MissingContentLength');
				const signed = state.signed.get(request.params.name);
				if (!signed || signed.signature !== request.query.signature) {
					return error(403, 'SignatureDoesNotMatch');
				}
				const stored = await state.files.saveStream(
					request.body ?? request.raw,
					headers['content-type'] ?? 'application/octet-stream',
					(bytes) => {
						if (record) record.bytes += bytes;
					},
				);
				state.serve(`/uploads/${signed.name}`, stored);
				state.uploads.set(signed.url, finishedUpload(signed, stored));
				return reply.code(200).send('');
			},
		);
		done();
	});
}
