import * as n8n from 'n8n-workflow';

type Sleep = (ms: number, signal?: AbortSignal) => Promise<void>;

// n8n's abortable sleep is called `sleepWithAbort` before n8n 2.34, and `sleep` from then on.
const abortableSleep: Sleep =
	(n8n as unknown as { sleepWithAbort?: Sleep }).sleepWithAbort ?? (n8n.sleep as Sleep);

/** The only source of time in the engine; tests replace its two methods. */
export const clock = {
	/** Unix time in ms. */
	now: (): number => Date.now(),

	/**
	 * Resolves after `ms`. May reject early if the signal is aborted, which doesn't matter, because callers race the
	 * promise against the signal anyway.
	 */
	sleep: async (ms: number, signal?: AbortSignal): Promise<void> => {
		await abortableSleep(ms, signal);
	},
};

/**
 * Sleeps for `ms` or until the signal is aborted, whichever comes first; never rejects.
 * The caller checks `signal.aborted` afterward.
 */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
	if (ms > 0) await within(ms, new Promise<never>(() => {}), signal);
}

/** Waits for a promise. Returns undefined if `ms` elapse or the signal is aborted before the promise settles. */
export async function within<T>(
	ms: number,
	promise: Promise<T>,
	signal?: AbortSignal,
): Promise<T | undefined> {
	if (signal?.aborted) return undefined;
	const over = new AbortController();
	const stopListening = signal && whenAborted(signal, () => over.abort());
	const nothing = () => undefined;
	const tooLate = clock.sleep(Math.min(ms, LONGEST), over.signal).then(nothing, nothing);
	const ended = new Promise<undefined>((resolve) => {
		over.signal.addEventListener('abort', () => resolve(undefined));
	});
	try {
		return await Promise.race([promise, tooLate, ended]);
	} finally {
		stopListening?.();
		over.abort();
	}
}

/** Longest delay that timers accept, ms. */
const LONGEST = 2 ** 31 - 1;

const waiting = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Runs the callback when the signal is aborted, unless the returned function is called first. However many callbacks
 * are waiting, the signal itself has only one listener, because Node warns about more than ten listeners.
 */
function whenAborted(signal: AbortSignal, callback: () => void): () => void {
	let callbacks = waiting.get(signal);
	if (!callbacks) {
		const all = (callbacks = new Set());
		waiting.set(signal, all);
		signal.addEventListener('abort', () => all.forEach((call) => call()), { once: true });
	}
	const mine = callbacks.add(callback);
	return () => mine.delete(callback);
}
