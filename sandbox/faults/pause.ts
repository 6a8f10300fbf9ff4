import { setTimeout as sleep } from 'node:timers/promises';

/** Waits. A pending wait does not keep the process alive. */
export const pause = async (ms: number): Promise<void> => {
	await sleep(ms, undefined, { ref: false });
};
