import type { INodeParameters } from 'n8n-workflow';

import type { Fault } from '../../../sandbox';

/** The five requests of one item, in the order in which they are made. */
export const REQUESTS = ['sign', 'put', 'submit', 'poll', 'download'] as const;
export type Request = (typeof REQUESTS)[number];

/** What docs/what-happens-when.md calls an ending. */
export type Short =
	| 'fine'
	| 'repeated'
	| 'stops, not paid'
	| 'stops, not paid, nothing more is sent'
	| 'stops, may be paid'
	| 'stops, task ID in the text'
	| 'stops, free of charge'
	| 'finishes, with a note'
	| 'finishes, address replaced'
	| 'goes on without the file';

/** How an item ends: `short` is for docs/what-happens-when.md, the rest is what the tests look at. */
export interface Ending {
	/** `finishes`: completed, with its file. `stops`: a text in place of a result. `goesOn`: completed, without file. */
	ends: 'finishes' | 'stops' | 'goesOn';
	/** All of these are in the text. */
	text?: RegExp[];
	/** The task was accepted, but nobody learnt its id. */
	idUnknown?: boolean;
	/** Fields of the item. */
	json?: Record<string, unknown>;
	/** In the hint above the output. */
	hint?: RegExp;
	/** In the table of the page, which explains it below. */
	short: Short;
}

export const ENDINGS = {
	fine: { ends: 'finishes', short: 'fine' },
	repeated: {
		ends: 'finishes',
		short: 'repeated',
	},
	refused: {
		ends: 'stops',
		text: [/Nothing was paid for this item/],
		short: 'stops, not paid',
	},
	refusedForAll: {
		ends: 'stops',
		text: [/Nothing was paid for this item/],
		short: 'stops, not paid, nothing more is sent',
	},
	tooBusy: {
		ends: 'stops',
		text: [/received too many requests/, /Nothing was paid/],
		short: 'stops, not paid',
	},
	unreached: {
		ends: 'stops',
		text: [/could not be reached/, /Nothing was sent and nothing was paid/],
		short: 'stops, not paid',
	},
	mayBePaid: {
		ends: 'stops',
		text: [/may have been accepted and charged/, /Compare the balance before you go on/],
		idUnknown: true,
		short: 'stops, may be paid',
	},
	lostTrack: {
		ends: 'stops',
		text: [/was accepted, but its state can't be read/, /Task → Wait/],
		short: 'stops, task ID in the text',
	},
	timedOut: {
		ends: 'stops',
		text: [/was not finished after 20 s/, /Task → Wait/],
		short: 'stops, task ID in the text',
	},
	ended: {
		ends: 'stops',
		text: [/Fotor ended task .* without a result/, /such tasks cost nothing/],
		short: 'stops, free of charge',
	},
	noAddress: {
		ends: 'stops',
		text: [/is completed, but Fotor gave no result address/, /Task → Get/],
		short: 'stops, task ID in the text',
	},
	marked: {
		ends: 'finishes',
		json: { sensitiveContent: true },
		hint: /marked the result of task .* as sensitive content/,
		short: 'finishes, with a note',
	},
	publicAddress: {
		ends: 'finishes',
		json: { resultUrl: expect.stringMatching(/^https:\/\/pub-static\.fotor\.com\//) as string },
		short: 'finishes, address replaced',
	},
	noFile: {
		ends: 'goesOn',
		hint: /The file of task .* was not fetched: .*Its address is in 'resultUrl'/,
		short: 'goes on without the file',
	},
	notUploaded: {
		ends: 'stops',
		text: [/The file in 'Input Binary Field' could not be uploaded/, /Base64/],
		short: 'stops, not paid',
	},
	uploadKey: {
		ends: 'stops',
		text: [/could not be uploaded: Fotor does not accept the API key/, /API Key/],
		short: 'stops, not paid, nothing more is sent',
	},
	uploadBlocked: {
		ends: 'stops',
		text: [/could not be uploaded: Fotor's firewall/, /another network/],
		short: 'stops, not paid, nothing more is sent',
	},
} satisfies Record<string, Ending>;

export type EndingName = keyof typeof ENDINGS;

/** How an item ends when a fault that is waited out never passes. */
export const IF_IT_STAYS: Record<Request, EndingName> = {
	sign: 'notUploaded',
	put: 'notUploaded',
	submit: 'tooBusy',
	poll: 'timedOut',
	download: 'noFile',
};

export interface Row extends Partial<Record<Request, EndingName>> {
	/** Ends the sentence "When …" of the page. */
	when: string;
	/** What the sandbox does; several where the requests need different ones. */
	fault: Partial<Fault> | ((request: Request) => Partial<Fault>) | 'connectionRefused';
	parameters?: INodeParameters;
	/** Only once: a fault that never passes takes minutes, even on a fast clock. */
	onceOnly?: Request[];
	/** Instead of the ending in {@link IF_IT_STAYS}. */
	ifItStays?: Partial<Record<Request, EndingName>>;
}

/** ms of the real clock, well beyond the engine's limits of 15, 30 and 60 s at the speed of the tests. */
const TOO_SLOW: Record<Request, number> = {
	sign: 1_200,
	put: 2_400,
	submit: 1_200,
	poll: 1_200,
	download: 2_400,
};

const msg = 'Fotor says so';

/**
 * Every fault and how the item ends, by the request that it hits. A fault is tried once, and where the ending is
 * `repeated` also for good. An empty place: the fault makes no sense for that request.
 */
export const MATRIX: Row[] = [
	{
		when: 'the answer is HTTP 400',
		fault: { status: 400, msg },
		sign: 'notUploaded',
		put: 'notUploaded',
		submit: 'refused',
		poll: 'lostTrack',
		download: 'noFile',
	},
	{
		when: 'the answer is HTTP 401 (key not accepted)',
		fault: { status: 401, msg },
		sign: 'uploadKey',
		put: 'notUploaded',
		submit: 'refusedForAll',
		poll: 'lostTrack',
		download: 'noFile',
	},
	{
		when: "Fotor's firewall refuses the network (HTTP 403, Cloudflare 1010)",
		fault: { cloudflare: true },
		sign: 'uploadBlocked',
		put: 'notUploaded',
		submit: 'refusedForAll',
		poll: 'lostTrack',
		download: 'noFile',
	},
	{
		when: 'the answer is HTTP 404',
		fault: { status: 404, msg },
		sign: 'notUploaded',
		put: 'notUploaded',
		submit: 'refused',
		poll: 'lostTrack',
		download: 'noFile',
	},
	{
		when: 'the answer is a redirect to another address',
		fault: { status: 302, msg, headers: { location: 'http://127.0.0.1:9/' } },
		sign: 'notUploaded',
		put: 'notUploaded',
		submit: 'mayBePaid',
		poll: 'lostTrack',
		download: 'noFile',
	},
	{
		when: 'the answer is HTTP 408 or 409',
		fault: (request) => ({ status: request === 'submit' ? 409 : 408, msg }),
		sign: 'repeated',
		put: 'repeated',
		submit: 'mayBePaid',
		poll: 'repeated',
		download: 'repeated',
	},
	{
		when: 'the answer is HTTP 200 and says "Rate limit"',
		fault: { code: '429', msg: 'Rate limit' },
		sign: 'repeated',
		submit: 'repeated',
		poll: 'repeated',
	},
	{
		when: 'there are too many requests (HTTP 429), and Retry-After says how long to wait',
		fault: { retryAfter: 3, msg },
		sign: 'repeated',
		put: 'repeated',
		submit: 'repeated',
		poll: 'repeated',
		download: 'repeated',
	},
	{
		when: 'there are too many requests (HTTP 429), without Retry-After',
		fault: { status: 429, msg },
		sign: 'repeated',
		put: 'repeated',
		submit: 'repeated',
		poll: 'repeated',
		download: 'repeated',
	},
	{
		when: 'the answer is HTTP 500',
		fault: { status: 500, msg },
		sign: 'repeated',
		put: 'repeated',
		submit: 'mayBePaid',
		poll: 'repeated',
		download: 'repeated',
	},
	{
		when: 'the answer is HTTP 502 with a web page',
		fault: { status: 502, html: true },
		sign: 'repeated',
		put: 'repeated',
		submit: 'mayBePaid',
		poll: 'repeated',
		download: 'repeated',
	},
	{
		when: 'the answer is HTTP 503',
		fault: { status: 503, msg },
		sign: 'repeated',
		put: 'repeated',
		submit: 'mayBePaid',
		poll: 'repeated',
		download: 'repeated',
	},
	{
		when: 'the connection is refused',
		fault: 'connectionRefused',
		sign: 'repeated',
		put: 'repeated',
		submit: 'repeated',
		poll: 'repeated',
		download: 'repeated',
		ifItStays: { submit: 'unreached' },
	},
	{
		when: 'the connection breaks before the request is read',
		fault: { reset: 'before' },
		sign: 'repeated',
		put: 'repeated',
		submit: 'mayBePaid',
		poll: 'repeated',
		download: 'repeated',
	},
	{
		when: 'the connection breaks after the request was read',
		fault: { reset: 'after' },
		sign: 'repeated',
		put: 'repeated',
		submit: 'mayBePaid',
		poll: 'repeated',
		download: 'repeated',
	},
	{
		when: 'no answer comes in time',
		fault: (request) => ({ delayMs: TOO_SLOW[request] }),
		sign: 'repeated',
		put: 'repeated',
		submit: 'mayBePaid',
		poll: 'repeated',
		download: 'repeated',
		onceOnly: ['put', 'download'],
	},
	{
		when: 'the answer begins and then stands still',
		// Sent in 20 pieces; a download is watched for silence, so that one gap has to be too long.
		fault: (request) => ({ slowBodyMs: (request === 'download' ? 20 : 1) * TOO_SLOW[request] }),
		sign: 'repeated',
		submit: 'mayBePaid',
		poll: 'repeated',
		download: 'repeated',
		onceOnly: ['download'],
	},
	{
		when: 'the answer is slow, but comes in time',
		fault: { slowBodyMs: 100 },
		sign: 'fine',
		put: 'fine',
		submit: 'fine',
		poll: 'fine',
		download: 'fine',
	},
	{
		when: 'the file takes minutes, but never stands still',
		fault: { slowBodyMs: 3_600 },
		download: 'fine',
	},
	{
		when: 'the answer is cut off',
		fault: { truncate: true },
		sign: 'repeated',
		submit: 'mayBePaid',
		poll: 'repeated',
		download: 'repeated',
	},
	{
		when: 'the answer is empty',
		fault: { empty: true },
		sign: 'repeated',
		submit: 'mayBePaid',
		poll: 'repeated',
		download: 'repeated',
	},
	{
		when: 'the answer is not valid JSON',
		fault: { invalidJson: true },
		sign: 'repeated',
		submit: 'mayBePaid',
		poll: 'repeated',
	},
	{
		when: 'the answer is a web page instead of data',
		fault: { html: true, status: 200 },
		sign: 'repeated',
		submit: 'mayBePaid',
		poll: 'repeated',
		download: 'noFile',
	},
	{
		when: 'the answer says success and holds no data',
		fault: { withoutData: true },
		sign: 'repeated',
		submit: 'mayBePaid',
		poll: 'repeated',
	},
	{
		when: "the answer has Fotor's code 999 (unknown)",
		fault: { code: '999', msg },
		sign: 'repeated',
		submit: 'mayBePaid',
		poll: 'repeated',
	},
	{
		when: "the account has too few tokens (Fotor's code 510)",
		fault: { code: '510', msg },
		submit: 'refusedForAll',
		poll: 'lostTrack',
	},
	{
		when: 'the code of success is the number 0',
		fault: { code: 0 },
		sign: 'fine',
		submit: 'fine',
		poll: 'fine',
	},
	{
		when: 'the task has a status that is not known (7)',
		fault: { taskStatus: 7 },
		poll: 'repeated',
	},
	{ when: 'Fotor could not do the task (status 2)', fault: { taskStatus: 2 }, poll: 'ended' },
	{ when: 'the task timed out at Fotor (status 3)', fault: { taskStatus: 3 }, poll: 'ended' },
	{ when: 'the task was cancelled at Fotor (status 4)', fault: { taskStatus: 4 }, poll: 'ended' },
	{
		when: 'the task is completed without the address of a result',
		fault: { taskStatus: 1, noResultUrl: true },
		poll: 'noAddress',
	},
	{
		when: 'the address of the result begins with s3://',
		fault: { s3: true, times: Infinity },
		// The public host is the real one, which no test may call.
		parameters: { downloadResult: false },
		poll: 'publicAddress',
	},
	{
		when: 'Fotor marks the result as sensitive content',
		fault: { sensitive: true, times: Infinity },
		poll: 'marked',
	},
];
