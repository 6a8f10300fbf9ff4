import type { Reply } from '../../fotor/api/outcome';
import { isObject } from '../../fotor/values';
import { parseRetryAfter } from '../../fotor/api/retryAfter';
import { outcomeOf } from './client';
import type { Evidence } from './evidence';
import {
	answer,
	failed,
	held,
	judged,
	notTold,
	words,
	type Guess,
	type Judgement,
} from './finding';

/** Guesses about every call: agents, envelope, refusals, limits, account. */
export const API_GUESSES: Guess[] = [
	{
		section: 2,
		guess: "n8n's own User-Agent passes the firewall",
		judge: ({ calls }) => agent(calls.agentOfN8n),
	},
	{
		section: 2,
		guess: "The HTTP library's default User-Agent passes the firewall",
		judge: ({ calls }) => agent(calls.agentOfAxios),
	},
	{
		section: 3,
		guess: 'A reply is HTTP 200 with the text "000" as its code',
		judge({ replies }) {
			const codes = replies.filter(isSuccess).map(({ body }) => (body as { code?: unknown }).code);
			const other = codes.filter((code) => code !== '000');
			if (codes.length === 0) return notTold('no successful reply');
			const seen = `${codes.length - other.length} of ${codes.length} replies`;
			return other.length ? failed(`${seen}; others: ${JSON.stringify(other[0])}`) : held(seen);
		},
	},
	{
		section: 3,
		guess: 'A wrong key is answered with HTTP 401',
		judge: ({ calls: { wrongKey } }) => status(wrongKey, 401),
	},
	{
		section: 3,
		guess: 'A missing key is answered with HTTP 401',
		judge: ({ calls: { noKey } }) => status(noKey, 401),
	},
	{
		section: 3,
		guess: 'What is the body of a 401?',
		judge: ({ calls: { wrongKey } }) => told(wrongKey),
	},
	{
		section: 3,
		guess: 'Missing fields are answered with HTTP 400 and a code and msg',
		judge({ calls: { emptyBody } }) {
			if (!emptyBody || 'fault' in emptyBody) return notTold(words(emptyBody));
			const { status: code, body } = emptyBody;
			const says = isObject(body) && 'code' in body && typeof body.msg === 'string';
			return judged(code === 400 && says, words(emptyBody));
		},
	},
	{
		section: 3,
		guess: 'A 429 says how long to wait (Retry-After)',
		judge({ replies }) {
			const limited = replies.find((reply) => reply.status === 429);
			if (!limited) return notTold('no 429 came');
			const wait = parseRetryAfter(limited.headers['retry-after'], Date.now());
			const names = Object.keys(limited.headers).filter((name) => /limit|retry/i.test(name));
			return judged(wait !== undefined, `headers: ${names.join(', ') || 'none about limits'}`);
		},
	},
	{
		section: 3,
		guess: 'Too few tokens are told with HTTP 200 and code 510',
		judge({ replies }) {
			const refused = replies.find((reply) => outcomeOf(reply).kind === 'noCredits');
			if (!refused) return notTold('the account had enough tokens');
			return judged(refused.status === 200 && String(codeOf(refused)) === '510', words(refused));
		},
	},
	{
		section: 5,
		guess: 'What is answered for a task id that does not exist?',
		judge: ({ calls: { unknownTask } }) => told(unknownTask),
	},
	{
		section: 17,
		guess: 'AI Expand is at /v1/aiart/expand',
		judge: (evidence) => path(evidence, 'expand'),
	},
	{
		section: 17,
		guess: 'AI Expand is at /v1/aiart/expander',
		judge: (evidence) => path(evidence, 'expander'),
	},
	{
		section: 17,
		guess: 'AI Expand is at /v1/aiart/imgexpand',
		judge: (evidence) => path(evidence, 'imgexpand'),
	},
	{
		section: 18,
		guess: 'The signed upload takes another type than the four known ones',
		judge: ({ calls: { signOtherType } }) =>
			!signOtherType || 'fault' in signOtherType
				? notTold(words(signOtherType))
				: judged(outcomeOf(signOtherType).kind === 'success', words(signOtherType)),
	},
	{
		section: 20,
		guess: 'A temporary token begins with tp_ and its end is in milliseconds',
		judge({ calls: { temporaryToken } }) {
			const outcome = temporaryToken && outcomeOf(temporaryToken);
			if (outcome?.kind !== 'success' || !isObject(outcome.data))
				return notTold(words(temporaryToken));
			const { token, expire } = outcome.data;
			const inMs = typeof expire === 'number' && Math.abs(expire - Date.now()) < 400 * 86_400_000;
			const prefix = typeof token === 'string' && token.startsWith('tp_');
			return judged(
				inMs && prefix,
				`prefix ${prefix ? 'tp_' : 'another'}, expire ${String(expire)}`,
			);
		},
	},
	{
		section: 20,
		guess: '/v1/aiart/facecutout exists',
		judge: (evidence) => path(evidence, 'facecutout'),
	},
];

function isSuccess(reply: Reply): boolean {
	return outcomeOf(reply).kind === 'success';
}

function agent(exchange: Evidence['calls'][string]): Judgement {
	if (!exchange || 'fault' in exchange) return notTold(words(exchange));
	return judged(outcomeOf(exchange).kind === 'success', words(exchange));
}

function status(exchange: Evidence['calls'][string], wanted: number): Judgement {
	if (!exchange || 'fault' in exchange) return notTold(words(exchange));
	return judged(exchange.status === wanted, words(exchange));
}

function told(exchange: Evidence['calls'][string]): Judgement {
	return !exchange || 'fault' in exchange ? notTold(words(exchange)) : answer(words(exchange));
}

/** A path exists when it is answered otherwise than one that surely does not. */
function path({ calls }: Evidence, name: string): Judgement {
	const [asked, control] = [calls[name], calls.noSuchPath];
	if (!asked || 'fault' in asked || !control || 'fault' in control) return notTold(words(asked));
	const alike = asked.status === control.status && codeOf(asked) === codeOf(control);
	return judged(!alike, words(asked));
}

function codeOf({ body }: Reply): unknown {
	return isObject(body) ? body.code : undefined;
}
