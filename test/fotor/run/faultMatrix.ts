import type { INodeParameters } from 'n8n-workflow';

import type { Fault } from '../../../sandbox';

/** The five requests made for each item, in order. */
export const REQUESTS = ['sign', 'put', 'submit', 'poll', 'download'] as const;
export type Request = (typeof REQUESTS)[number];

/** The name of an ending in docs/what-happens-when.md. */
export type Short =
	| 'finishes'
	| 'retried'
	| 'stops, not paid'
	| 'stops, not paid, no more tasks'
	| 'stops, may be paid'
	| 'stops, task ID in the message'
	| 'stops, free of charge'
	| 'finishes with a note'
	| 'finishes, URL replaced'
	| 'finishes without the file';

/** How an item ends. `short` is for docs/what-happens-when.md. The tests check the other fields. */
export interface Ending {
	/** `finishes`: completed with its file. `stops`: ends with a message. `noFile`: completed without its file. */
	ends: 'finishes' | 'stops' | 'noFile';
	/** The message matches all of these patterns. */
	text?: RegExp[];
	/** True if the task may have been accepted but its ID is unknown. */
	idUnknown?: boolean;
	/** The fields of the item. */
	json?: Record<string, unknown>;
	/** Pattern that matches the hint above the output. */
	hint?: RegExp;
	/** Entry in the page's table, explained below that table. */
	short: Short;
}

export const ENDINGS = {
	fine: { ends: 'finishes', short: 'finishes' },
	retried: {
		ends: 'finishes',
		short: 'retried',
	},
	rejected: {
		ends: 'stops',
		text: [/Nothing was charged for this item/],
		short: 'stops, not paid',
	},
	rejectedForAll: {
		ends: 'stops',
		text: [/Nothing was charged for this item/],
		short: 'stops, not paid, no more tasks',
	},
	tooBusy: {
		ends: 'stops',
		text: [/received too many requests/, /Nothing was charged/],
		short: 'stops, not paid',
	},
	unreached: {
		ends: 'stops',
		text: [/^Fotor can't be reached/, /Nothing was sent, and nothing was charged/],
		short: 'stops, not paid',
	},
	mayBePaid: {
		ends: 'stops',
		text: [/may have been accepted and charged/, /Check your token balance before you continue/],
		idUnknown: true,
		short: 'stops, may be paid',
	},
	unreadable: {
		ends: 'stops',
		text: [/so the status of task \w+ can't be read/, /Task → Wait/],
		short: 'stops, task ID in the message',
	},
	timedOut: {
		ends: 'stops',
		text: [/was not finished after 20 s/, /Task → Wait/],
		short: 'stops, task ID in the message',
	},
	ended: {
		ends: 'stops',
		text: [
			/Fotor ended task .* without a result/,
			/such tasks cost nothing|such a task is charged/,
		],
		short: 'stops, free of charge',
	},
	noUrl: {
		ends: 'stops',
		text: [/completed, but Fotor returned no result URL/, /Task → Get/],
		short: 'stops, task ID in the message',
	},
	marked: {
		ends: 'finishes',
		json: { sensitiveContent: true },
		hint: /marked the result of task .* as sensitive content/,
		short: 'finishes with a note',
	},
	publicUrl: {
		ends: 'finishes',
		json: { resultUrl: expect.stringMatching(/^https:\/\/pub-static\.fotor\.com\//) as string },
		short: 'finishes, URL replaced',
	},
	noFile: {
		ends: 'noFile',
		hint: /The file of task .* was not downloaded: .*Its URL is in 'resultUrl'/,
		short: 'finishes without the file',
	},
	notUploaded: {
		ends: 'stops',
		text: [/so the file in 'Input Binary Field' was not uploaded/, /Nothing was charged/, /Base64/],
		short: 'stops, not paid',
	},
	// The message does not suggest Base64, because the task could not be sent either.
	noUploadUrl: {
		ends: 'stops',
		text: [
			/so the file in 'Input Binary Field' was not uploaded/,
			/Nothing was charged/,
			/^(?!.*Base64)/s,
		],
		short: 'stops, not paid',
	},
	uploadKey: {
		ends: 'stops',
		text: [/^Fotor does not accept the API key/, /'API Key'/, /^(?!.*Base64)/s],
		short: 'stops, not paid, no more tasks',
	},
	uploadBlocked: {
		ends: 'stops',
		text: [/^Fotor's firewall blocks this network/, /another network/, /^(?!.*Base64)/s],
		short: 'stops, not paid, no more tasks',
	},
} satisfies Record<string, Ending>;

export type EndingName = keyof typeof ENDINGS;

/** How an item ends if the fault persists through every retry. */
export const IF_PERSISTENT: Record<Request, EndingName> = {
	sign: 'notUploaded',
	put: 'notUploaded',
	submit: 'tooBusy',
	poll: 'timedOut',
	download: 'noFile',
};

export interface Row extends Partial<Record<Request, EndingName>> {
	/** Completes the sentence "When …" on the page. */
	when: string;
	/** The fault that the sandbox injects, or a function that returns the fault for each request. */
	fault: Partial<Fault> | ((request: Request) => Partial<Fault>) | 'connectionRefused';
	parameters?: INodeParameters;
	/** Requests for which a persistent fault is not tested, since the test would take minutes even on a fast clock. */
	onceOnly?: Request[];
	/** Overrides {@link IF_PERSISTENT}. */
	ifPersistent?: Partial<Record<Request, EndingName>>;
}

/** Delays in real ms. On the tests' fast clock, they exceed the engine's timeouts of 15, 30 and 60 s. */
const TOO_SLOW: Record<Request, number> = {
	sign: 1_200,
	put: 2_400,
	submit: 1_200,
	poll: 1_200,
	download: 2_400,
};

const msg = 'message from Fotor';

/**
 * Every fault, and how the item ends for each request that the fault hits. Each fault is tested as a one-time fault
 * and, if the ending is `retried`, also as a persistent fault. A missing cell means the fault makes no sense for that
 * request.
 */
export const MATRIX: Row[] = [
	{
		when: 'the reply is HTTP 400',
		fault: { status: 400, msg },
		sign: 'notUploaded',
		put: 'notUploaded',
		submit: 'rejected',
		poll: 'unreadable',
		download: 'noFile',
	},
	{
		when: 'the reply is HTTP 401 (key not accepted)',
		fault: { status: 401, msg },
		sign: 'uploadKey',
		put: 'notUploaded',
		submit: 'rejectedForAll',
		poll: 'unreadable',
		download: 'noFile',
	},
	{
		when: "Fotor's firewall blocks the network (HTTP 403, Cloudflare 1010)",
		fault: { cloudflare: true },
		sign: 'uploadBlocked',
		put: 'notUploaded',
		submit: 'rejectedForAll',
		poll: 'unreadable',
		download: 'noFile',
	},
	{
		when: 'the reply is HTTP 404',
		fault: { status: 404, msg },
		sign: 'notUploaded',
		put: 'notUploaded',
		submit: 'rejected',
		poll: 'unreadable',
		download: 'noFile',
	},
	{
		when: 'the reply is a redirect',
		fault: { status: 302, msg, headers: { location: 'http://127.0.0.1:9/' } },
		sign: 'noUploadUrl',
		put: 'notUploaded',
		submit: 'mayBePaid',
		poll: 'unreadable',
		download: 'noFile',
	},
	{
		when: 'the reply is HTTP 408 or 409',
		fault: (request) => ({ status: request === 'submit' ? 409 : 408, msg }),
		sign: 'retried',
		put: 'retried',
		submit: 'mayBePaid',
		poll: 'retried',
		download: 'retried',
	},
	{
		when: 'the reply is HTTP 200 with the message "Rate limit"',
		fault: { code: '429', msg: 'Rate limit' },
		sign: 'retried',
		submit: 'retried',
		poll: 'retried',
		ifPersistent: { sign: 'noUploadUrl' },
	},
	{
		when: 'there are too many requests (HTTP 429 with Retry-After)',
		fault: { retryAfter: 3, msg },
		sign: 'retried',
		put: 'retried',
		submit: 'retried',
		poll: 'retried',
		download: 'retried',
		ifPersistent: { sign: 'noUploadUrl' },
	},
	{
		when: 'there are too many requests (HTTP 429 without Retry-After)',
		fault: { status: 429, msg },
		sign: 'retried',
		put: 'retried',
		submit: 'retried',
		poll: 'retried',
		download: 'retried',
		ifPersistent: { sign: 'noUploadUrl' },
	},
	{
		when: 'the reply is HTTP 500',
		fault: { status: 500, msg },
		sign: 'retried',
		put: 'retried',
		submit: 'mayBePaid',
		poll: 'retried',
		download: 'retried',
	},
	{
		when: 'the reply is HTTP 502 with a web page',
		fault: { status: 502, html: true },
		sign: 'retried',
		put: 'retried',
		submit: 'mayBePaid',
		poll: 'retried',
		download: 'retried',
	},
	{
		when: 'the reply is HTTP 503',
		fault: { status: 503, msg },
		sign: 'retried',
		put: 'retried',
		submit: 'mayBePaid',
		poll: 'retried',
		download: 'retried',
	},
	{
		when: 'the connection is refused',
		fault: 'connectionRefused',
		sign: 'retried',
		put: 'retried',
		submit: 'retried',
		poll: 'retried',
		download: 'retried',
		ifPersistent: { sign: 'noUploadUrl', submit: 'unreached' },
	},
	{
		when: 'the connection breaks before Fotor reads the request',
		fault: { reset: 'before' },
		sign: 'retried',
		put: 'retried',
		submit: 'mayBePaid',
		poll: 'retried',
		download: 'retried',
		ifPersistent: { sign: 'noUploadUrl' },
	},
	{
		when: 'the connection breaks after Fotor has read the request',
		fault: { reset: 'after' },
		sign: 'retried',
		put: 'retried',
		submit: 'mayBePaid',
		poll: 'retried',
		download: 'retried',
		ifPersistent: { sign: 'noUploadUrl' },
	},
	{
		when: 'no reply arrives in time',
		fault: (request) => ({ delayMs: TOO_SLOW[request] }),
		sign: 'retried',
		put: 'retried',
		submit: 'mayBePaid',
		poll: 'retried',
		download: 'retried',
		onceOnly: ['put', 'download'],
		ifPersistent: { sign: 'noUploadUrl' },
	},
	{
		when: 'the reply starts and then stalls',
		// The body arrives in 20 chunks. A download times out only between chunks, so a single gap must exceed the
		// timeout.
		fault: (request) => ({ slowBodyMs: (request === 'download' ? 20 : 1) * TOO_SLOW[request] }),
		sign: 'retried',
		submit: 'mayBePaid',
		poll: 'retried',
		download: 'retried',
		onceOnly: ['download'],
		ifPersistent: { sign: 'noUploadUrl' },
	},
	{
		when: 'the reply is slow but arrives in time',
		fault: { slowBodyMs: 100 },
		sign: 'fine',
		put: 'fine',
		submit: 'fine',
		poll: 'fine',
		download: 'fine',
	},
	{
		when: 'the download takes minutes but never stalls',
		fault: { slowBodyMs: 3_600 },
		download: 'fine',
	},
	{
		when: 'the reply is cut off',
		fault: { truncate: true },
		sign: 'retried',
		submit: 'mayBePaid',
		poll: 'retried',
		download: 'retried',
		ifPersistent: { sign: 'noUploadUrl' },
	},
	{
		when: 'the reply is empty',
		fault: { empty: true },
		sign: 'retried',
		submit: 'mayBePaid',
		poll: 'retried',
		download: 'retried',
	},
	{
		when: 'the reply is not valid JSON',
		fault: { invalidJson: true },
		sign: 'retried',
		submit: 'mayBePaid',
		poll: 'retried',
	},
	{
		when: 'the reply is a web page instead of data',
		fault: { html: true, status: 200 },
		sign: 'retried',
		submit: 'mayBePaid',
		poll: 'retried',
		download: 'noFile',
	},
	{
		when: 'the reply reports success without data',
		fault: { withoutData: true },
		sign: 'retried',
		submit: 'mayBePaid',
		poll: 'retried',
	},
	{
		when: "the reply contains Fotor's code 999 (unknown)",
		fault: { code: '999', msg },
		sign: 'retried',
		submit: 'mayBePaid',
		poll: 'retried',
	},
	{
		when: "the account has too few tokens (Fotor's code 510)",
		fault: { code: '510', msg },
		submit: 'rejectedForAll',
		poll: 'unreadable',
	},
	{
		when: 'the success code is the number 0',
		fault: { code: 0 },
		sign: 'fine',
		submit: 'fine',
		poll: 'fine',
	},
	{
		when: 'the task has an unknown status (7)',
		fault: { taskStatus: 7 },
		poll: 'retried',
	},
	{ when: 'the task failed at Fotor (status 2)', fault: { taskStatus: 2 }, poll: 'ended' },
	{ when: 'the task timed out at Fotor (status 3)', fault: { taskStatus: 3 }, poll: 'ended' },
	{ when: 'the task was canceled at Fotor (status 4)', fault: { taskStatus: 4 }, poll: 'ended' },
	{
		when: 'the task is completed without a result URL',
		fault: { taskStatus: 1, noResultUrl: true },
		poll: 'noUrl',
	},
	{
		when: 'the result URL starts with s3://',
		fault: { s3: true, times: Infinity },
		// The public URL is on Fotor's real host, which tests must not call.
		parameters: { downloadResult: false },
		poll: 'publicUrl',
	},
	{
		when: 'Fotor marks the result as sensitive content',
		fault: { sensitive: true, times: Infinity },
		poll: 'marked',
	},
];
