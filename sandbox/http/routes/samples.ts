import type { FastifyInstance } from 'fastify';

import {
	sampleMask,
	sampleOldPhoto,
	samplePhoto,
	samplePortrait,
	sampleProduct,
} from '../../samples';

export const SAMPLES = [samplePhoto, samplePortrait, sampleProduct, sampleOldPhoto, sampleMask];

/** The sample images at fixed URLs (`/samples/landscape.jpg` etc.), for the example workflows. */
export function sampleRoutes(app: FastifyInstance): void {
	for (const sample of SAMPLES) {
		const { fileName, mimeType, data } = sample();
		app.get(
			`/samples/${fileName}`,
			async (_request, reply) => await reply.type(mimeType).send(data),
		);
	}
}
