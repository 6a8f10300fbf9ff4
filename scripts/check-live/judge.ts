import type { Evidence, Result, Trace } from './nodes';
import { endpointOf, priceOfProbe } from './probes';
import { words, type Reply } from './reply';

/** Whether a guess held true, and what was seen. `holds` is undefined if unclear, and 'answer' for a question. */
export type Judgement = [holds: boolean | 'answer' | undefined, seen: string];

/** Documented host of results (section 5). */
export const HOST = 'https://pub-static.fotor.com/';
/** Allowance for network time, in ms. */
const TRAVEL = 3_000;
/** A part of an image counts as replaced if its mean difference (0 to 255) is above this value. */
const CHANGED = 12;

const whyNot = (trace?: Trace) => trace?.failure ?? 'not tried in this run';
/** Judges text against a pattern. Without a pattern, the text is the answer to a question. */
function judged(seen: string, pattern?: RegExp): Judgement {
	return [pattern ? pattern.test(seen) : 'answer', seen];
}
export function said(reply?: Reply, pattern?: RegExp, otherwise = ''): Judgement {
	return reply ? judged(words(reply), pattern) : [undefined, otherwise];
}

/** Ways to judge a run, based only on its evidence. */
export function judges(evidence: Evidence) {
	/** Judges a completed task or a successful call. */
	const done = (id: string, judge: (trace: Trace) => Judgement): Judgement => {
		const { [id]: trace } = evidence;
		return trace?.isDone ? judge(trace) : [undefined, whyNot(trace)];
	};
	return {
		/** Judges the reply to a call. */
		reply: (id: string, pattern?: RegExp) =>
			said(evidence[id]?.reply, pattern, whyNot(evidence[id])),
		/** A path exists if its reply differs from the reply for a path known not to exist. */
		path: (name: string): Judgement => {
			const none = evidence['empty no-such-tool']?.reply;
			const { reply } = evidence[`empty ${name}`] ?? {};
			if (!none || !reply) return [undefined, whyNot(evidence[`empty ${name}`])];
			return [reply.status !== none.status || reply.code !== none.code, words(reply)];
		},
		/** Judges the named fields of the task, written as JSON. */
		fields: (id: string, names: string[], pattern?: RegExp) =>
			done(id, ({ task }) => {
				const own = Object.fromEntries(names.map((name) => [name, task[name]]));
				return judged(JSON.stringify(own), pattern);
			}),
		price: (id: string) =>
			done(id, ({ tokens }) => [tokens === undefined ? tokens : tokens === 1, `tokens: ${tokens}`]),
		/** Judges the size, aspect ratio and transparency of the first result. */
		image: (id: string, pattern?: RegExp) =>
			done(id, ({ results: [{ width = 0, height = 0, hasAlpha } = {}] }) => {
				if (!width) return [undefined, 'the result could not be read'];
				const shape = `${width} × ${height} (${(width / height).toFixed(2)} : 1)`;
				return judged(`${shape}${hasAlpha ? ', transparent' : ''}`, pattern);
			}),
		/**
		 * Judges which part of the image changed. A tool may alter the whole image slightly, but it repaints only one
		 * part.
		 */
		mask: (id: string) =>
			done(id, ({ difference: { white, black } = { white: 0, black: 0 } }) => {
				const seen = `changed by ${white} where the mask is white, and by ${black} where it is black`;
				const isClear = Math.max(white, black) > Math.max(CHANGED, 2 * Math.min(white, black));
				return [isClear ? white > black : undefined, seen];
			}),
		/** Whether Fotor accepts a value. A rejection counts only if tasks with known values completed. */
		accepts: (id: string, ...known: string[]): Judgement => {
			const isFair = known.every((control) => evidence[control]?.isDone);
			if (isFair && evidence[id]?.isRefused) return [false, whyNot(evidence[id])];
			return done(id, () => [true, 'the task completed']);
		},
	};
}

/**
 * Judges a guess that holds if every entry passes the check. The check returns true, or text that says what is wrong.
 */
export function every<T>(entries: T[], check: (entry: T) => unknown): Judgement {
	const faults = entries.map(check).filter((is) => is !== true);
	if (entries.length === 0) return [undefined, 'nothing to check'];
	const seen = `${entries.length - faults.length} of ${entries.length}`;
	return [faults.length === 0, [seen, ...new Set(faults)].join('; ')];
}
/** Returns the second judgment if the first one holds, otherwise the first. */
export const then = (first: Judgement, second: Judgement) => (first[0] === true ? second : first);

// These checks return true, or text that says what is wrong.
export const code = (reply: Reply) => reply.code === '000' || words(reply);
export const priceAtOnce = ({ id, reply }: Trace) =>
	'creditsIncrement' in (reply?.data ?? {}) || id;
export const type = ({ id, task }: Trace) =>
	task.type === endpointOf(id) || `${id}: ${String(task.type)}`;
export const cost = ({ id, tokens }: Trace) => tokens !== undefined || id;
export const reason = ({ id, task }: Trace) => !!task.msg || id;
export const tablePrice = ({ id, tokens }: Trace) =>
	tokens === priceOfProbe(id) || `${id}: ${tokens} instead of ${priceOfProbe(id)}`;
export const status = ({ download }: Result) => download?.status === 200 || download?.status;
export const host = ({ url }: Result) => url.startsWith(HOST) || new URL(url).origin;
export const mp4 = ({ mimeType }: Result) => mimeType === 'video/mp4' || mimeType;
export function contentType({ download, mimeType = 'unknown bytes' }: Result): true | string {
	const { 'content-type': told = 'nothing' } = download?.headers ?? {};
	return told.startsWith(mimeType) || `${mimeType} was sent as ${told}`;
}
/** Fotor's times and ours may differ by up to the gap between two polls. */
export function time({ id, task, reply: begun, replies }: Trace): true | string {
	const polls = replies.filter(({ url }) => url.includes('/v1/aiart/tasks/')).reverse();
	const [last = begun, before = begun] = polls;
	const waited = Number(last?.at) - Number(begun?.at);
	const gap = Number(last?.at) - Number(before?.at);
	const took = Number(task.updateTime) - Number(task.createTime);
	const isPlausible = took <= waited + TRAVEL && took >= waited - gap - 2 * TRAVEL;
	return isPlausible || `${id}: ${took} ms, waited ${waited} ms`;
}
