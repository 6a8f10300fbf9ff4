import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until something has come about. */
export async function until(isSo: () => boolean | Promise<boolean>, limit = 30_000): Promise<void> {
	const deadline = Date.now() + limit;
	while (!(await isSo())) {
		if (Date.now() > deadline) throw new Error(`Not so after ${limit} ms: ${isSo.toString()}`);
		await sleep(50);
	}
}
