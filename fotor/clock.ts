import { sleep } from 'n8n-workflow';

// n8n 2.34 and later end the sleep at the signal; earlier versions ignore the second argument.
const abortableSleep = sleep as (ms: number, signal?: AbortSignal) => Promise<void>;

/** The only source of time in the engine; tests replace its two methods. */
export const clock = {
	/** Unix time in ms. */
	now: (): number => Date.now(),

	/** Resolves after `ms`; may reject early at the signal, callers race it with the signal anyway. */
	sleep: async (ms: number, signal?: AbortSignal): Promise<void> => {
		await abortableSleep(ms, signal);
	},
};

/**
 * Sleeps for `ms` or until the signal, whichever comes first; never rejects.
 * The caller looks at `signal.aborted` afterwards.
 */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
	if (ms <= 0 || signal?.aborted) return;
	const stopListening = new AbortController();
	const aborted = new Promise<void>((resolve) => {
		signal?.addEventListener('abort', () => resolve(), { signal: stopListening.signal });
	});
	try {
		await Promise.race([clock.sleep(ms, signal).catch(() => {}), aborted]);
	} finally {
		stopListening.abort();
	}
}
