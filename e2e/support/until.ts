import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until the condition is true. @throws Error after `limit` ms */
export async function until(
	condition: () => boolean | Promise<boolean>,
	limit = 30_000,
): Promise<void> {
	const deadline = Date.now() + limit;
	while (!(await condition())) {
		if (Date.now() > deadline)
			throw new Error(`Not true after ${limit} ms: ${condition.toString()}`);
		await sleep(50);
	}
}
