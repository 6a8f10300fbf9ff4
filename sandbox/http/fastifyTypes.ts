import type { Fault, FaultTarget } from '../faults/fault';
import type { RecordedRequest } from '../types';

declare module 'fastify' {
	interface FastifyContextConfig {
		/** Kind of request, used to find matching faults. */
		target?: FaultTarget;
		/** True for control routes and the index page, which are not recorded or delayed. */
		unrecorded?: boolean;
		/** Whether the route requires the API key. */
		secured?: boolean;
	}
	interface FastifyRequest {
		/** The fault that hits this request. */
		fault: Fault | undefined;
		record: RecordedRequest | undefined;
	}
}
