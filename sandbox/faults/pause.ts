import { setTimeout as sleep } from 'node:timers/promises';

/** Waits; a wait that is still under way never keeps a process from ending once the server is closed. */
export const pause = async (ms: number): Promise<void> => {
	await sleep(ms, undefined, { ref: false });
};
