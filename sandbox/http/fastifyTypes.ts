import type { Fault, FaultTarget } from '../faults/fault';
import type { RecordedRequest } from '../types';

declare module 'fastify' {
	interface FastifyContextConfig {
		/** The kind of request, for faults. */
		target?: FaultTarget;
		/** Control addresses and pages for people: not recorded, no latency. */
		unrecorded?: boolean;
		/** Needs the key. */
		secured?: boolean;
	}
	interface FastifyRequest {
		/** The fault that hits this request. */
		fault: Fault | undefined;
		record: RecordedRequest | undefined;
	}
}
