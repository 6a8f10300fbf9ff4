import { setTimeout as sleep } from 'node:timers/promises';

/** Waits without keeping the process alive. */
export const pause = async (ms: number): Promise<void> => {
	await sleep(ms, undefined, { ref: false });
};
