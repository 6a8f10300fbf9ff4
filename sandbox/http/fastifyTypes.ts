import type { Fault, FaultTarget } from '../faults/fault';
import type { RecordedRequest } from '../types';

declare module 'fastify' {
	interface FastifyContextConfig {
		/** Kind of request, for matching faults. */
		target?: FaultTarget;
		/** Control routes and the index page: not recorded, no latency. */
		unrecorded?: boolean;
		/** Requires the API key. */
		secured?: boolean;
	}
	interface FastifyRequest {
		/** The fault that hits this request. */
		fault: Fault | undefined;
		record: RecordedRequest | undefined;
	}
}
