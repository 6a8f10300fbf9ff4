import { setTimeout as sleep } from 'node:timers/promises';
import { runInThisContext } from 'node:vm';

// In Jest, `process` is a copy that does not receive warnings or unhandled rejections.
const realProcess = runInThisContext('process') as NodeJS.Process;

/** Collects Node.js warnings and unhandled rejections during `work`. */
export async function complaintsDuring(work: () => Promise<unknown>): Promise<string[]> {
	const heard: string[] = [];
	const note = (reason: unknown) => {
		heard.push(reason instanceof Error ? (reason.stack ?? reason.message) : String(reason));
	};
	realProcess.on('warning', note);
	realProcess.on('unhandledRejection', note);
	try {
		await work();
		await sleep(30);
	} finally {
		realProcess.off('warning', note);
		realProcess.off('unhandledRejection', note);
	}
	return heard;
}
