import type { FastifyInstance } from 'fastify';

import {
	sampleMask,
	sampleOldPhoto,
	samplePhoto,
	samplePortrait,
	sampleProduct,
} from '../../samples';

export const SAMPLES = [samplePhoto, samplePortrait, sampleProduct, sampleOldPhoto, sampleMask];

/** Serves the sample images at fixed URLs, such as `/samples/landscape.jpg`, for the example workflows. */
export function sampleRoutes(app: FastifyInstance): void {
	for (const sample of SAMPLES) {
		const { fileName, mimeType, data } = sample();
		app.get(
			`/samples/${fileName}`,
			async (_request, reply) => await reply.type(mimeType).send(data),
		);
	}
}
