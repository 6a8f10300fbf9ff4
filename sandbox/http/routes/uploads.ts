import type { Readable } from 'node:stream';

import type { FastifyInstance } from 'fastify';

import { failure, success } from '../envelope';
import type { State } from '../../state';
import { newId } from '../../tasks/task';
import { finishedUpload } from '../../files/uploads';

/** Maximum upload size in bytes. This is the sandbox's own limit; Fotor's is UNKNOWN. */
const MOST_BYTES = 1024 ** 3;

/** Step 1 of an upload (section 18): signs a URL for the file. */
export function signRoute(app: FastifyInstance, state: State): void {
	app.get<{ Querystring: { type?: string; suffix?: string } }>(
		'/v1/upload/sign',
		{ config: { target: 'sign', secured: true } },
		(request, reply) => {
			const { type = '', suffix = '' } = request.query;
			if (!type) return reply.code(400).send(failure('400', 'type is required'));
			// The allowed suffixes are not documented. This check only keeps file names safe.
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
 * Step 2 of an upload: a PUT without an Authorization header. The storage service is not documented, so the sandbox
 * imitates how S3 rejects an Authorization header, a missing length and a wrong signature.
 */
export function putRoute(app: FastifyInstance, state: State): void {
	app.register((scope, _options, done) => {
		scope.removeAllContentTypeParsers();
		// Keeps the body as a stream, which the handler writes to disk as it arrives.
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
