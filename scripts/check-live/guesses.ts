import * as is from './judge';
import { every, judges, said, then, type Judgement } from './judge';
import type { Evidence } from './nodes';
import { priceOfProbe, PROBES } from './probes';
import { isSuccess, saysNoCredits } from './reply';

/** This probe sends its image as a data URI. So do the probes that send an image no form field accepts. */
const CUTOUT = 'backgroundremover';
/** Tools without a documented upload type, for which the nodes use `img2img`. */
const UPLOADS = ['retouchskin', 'avatar', 'colorize', 'restoration', 'faceswap', 'replacer'];
const LISTING = 'ecommercelistingset';
const [LARGE, WIDE, CUT] = [/^(2[1-9]|[3-9]\d)\d\d/, /\(1\.(7[2-9]|8[0-3])/, /^960 × 640.+transp/];
const [SAME, TWICE, FACE] = [/^960 × 640 /, /^1920 × 1280 /, /^640 × 800 /];
const [SUCCESS, DENIED, BAD] = [/^HTTP 200, code "?0/, /^HTTP 401/, /^HTTP 400, code .+, ".+"/];

/**
 * The guesses and UNKNOWNs in docs/api/fotor-openapi.md that a run can judge. Each entry has the section, the guess or
 * question, and the judgment.
 */
function judge(evidence: Evidence): Array<[section: number, guess: string, judgement: Judgement]> {
	const { reply, path, fields, image, mask, accepts, price } = judges(evidence);
	const replies = Object.values(evidence).flatMap((trace) => trace?.replies ?? []);
	const tasks = Object.keys(PROBES).flatMap((id) => evidence[id] ?? []);
	const accepted = tasks.filter(({ id, taskId }) => taskId && id !== LISTING);
	const done = tasks.filter(({ isDone }) => isDone);
	const failed = tasks.filter(({ task }) => Number(task.status) === 2);
	const results = done.flatMap((trace) => trace.results);
	const videos = done.flatMap((trace) => (/video/.test(trace.id) ? trace.results : []));
	const priced = done.filter(({ id, tokens }) => priceOfProbe(id) && tokens !== undefined);
	const others = done.filter(({ id }) => priceOfProbe(id) === undefined);
	const prices = others.map(({ id, tokens }) => `${id} ${tokens}`).join(', ');
	const ofPrices: Judgement = prices
		? ['answer', prices]
		: [undefined, 'none of these tasks completed'];
	const uploads = UPLOADS.filter((id) => evidence[id]?.isDone);
	const token = fields('temporaryToken', ['token', 'expire'], /"tp_.+":\d{13}}$/);
	const avatar = fields('avatar', ['resultUrl', 'avatarResult'], /^{("resultUrl":"",)?"ava.+\[{/);
	const codes = every(replies.filter(isSuccess), is.code);
	const limited = replies.find(({ status }) => status === 429);
	const limits = said(limited, /retry-after \w/, 'there was no 429');
	const [large, half, same] = ['img2imgAbove1536', 'replacerSmallMask', 'restorationSameSize'];
	const [isTaken, seen] = then(accepts(large, 'img2img', CUTOUT), image(large));
	const ofLarge: Judgement = [isTaken === undefined ? isTaken : 'answer', seen];
	const ofHalf = then(accepts(half, 'replacer', CUTOUT), mask(half));
	const ofSame = then(accepts(same, 'restoration'), image(same, SAME));
	const noTokens = said(
		replies.find(saysNoCredits),
		/^HTTP 200, code "?510/,
		'the account had enough tokens',
	);
	const areAll = uploads.length === UPLOADS.length || undefined;
	const { told, taken } = spending(evidence);
	const ofBalance = `the tasks cost ${told}, and the balance fell by ${taken}`;
	const isSum = Number.isNaN(taken) ? undefined : told === taken;
	return [
		[2, "n8n's own User-Agent passes the firewall", reply('agentOfN8n', SUCCESS)],
		[2, "The User-Agent of n8n's HTTP library passes the firewall", reply('agentOfAxios', SUCCESS)],
		[3, 'A reply is HTTP 200 with the text "000" as its code', codes],
		[3, 'A wrong key gets HTTP 401', reply('wrongKey', DENIED)],
		[3, 'A missing key gets HTTP 401', reply('noKey', DENIED)],
		[3, 'What is the body of a 401?', reply('wrongKey')],
		[
			3,
			'A request with a missing field gets HTTP 400, a code and a msg',
			reply('empty imgupscale', BAD),
		],
		[3, 'A 429 has a Retry-After header', limits],
		[3, 'An account without enough tokens gets HTTP 200 and code 510', noTokens],
		[4, 'Every reply to a submission includes the price', every(accepted, is.priceAtOnce)],
		[4, 'An image may be a data URI', accepts(CUTOUT, 'backgroundremoverObject')],
		[4, 'An image may be bare base64', accepts('backgroundremoverBareBase64', CUTOUT)],
		[5, 'What is the reply to a request with an unknown task ID?', reply('unknownTask')],
		[5, "A task's type is the last part of its path", every(done, is.type)],
		[5, 'updateTime minus createTime is the duration in ms', every(done, is.time)],
		[5, 'A completed task includes its cost (creditsIncrement)', every(done, is.cost)],
		[5, 'A failed task includes a reason (msg)', every(failed, is.reason)],
		[5, `Results are at ${is.HOST}`, every(results, is.host)],
		[
			5,
			'A result can be downloaded without a redirect and without a key',
			every(results, is.status),
		],
		[5, "A result's content type matches its format", every(results, is.contentType)],
		[5, 'A headshot has an empty resultUrl and its images in avatarResult', avatar],
		[7, 'The upscaler makes the image twice as large', image('imgupscale', TWICE)],
		[7, 'The upscaler accepts limits above 2048 px', image('imgupscaleBeyond2048', LARGE)],
		[8, 'Skin Retouch keeps the size', image('retouchskin', FACE)],
		[9, 'sizeId accepts a ratio such as 16:9', image('text2img', WIDE)],
		[9, 'What size is a Text to Image result at 16:9?', image('text2img')],
		[9, 'What ratio does size ID 6361e03bc09cb851c66328a4 stand for?', image('text2imgSizeId')],
		[10, 'What happens to an input image larger than 1536 px?', ofLarge],
		[11, 'Background Remover keeps the size and adds transparency', image(CUTOUT, CUT)],
		[11, 'SegmentBody is accepted', accepts('backgroundremoverBody', CUTOUT)],
		[11, 'SegmentCommonImage is accepted', accepts('backgroundremoverObject', CUTOUT)],
		[12, 'Headshots accept a style ID from a related service', accepts('avatar', 'retouchskin')],
		[12, 'A headshot costs 1 token per image', price('avatar')],
		[13, 'Colorize accepts the model name "artistic"', accepts('colorizeArtistic', 'colorize')],
		[14, 'Restoration with upscale 2 makes the image twice as large', image('restoration', TWICE)],
		[14, 'Restoration with upscale 1 keeps the size', ofSame],
		[15, 'Face Swap keeps the size of the template', image('faceswap', FACE)],
		[16, 'White in the mask marks the part to replace', mask('replacer')],
		[16, 'A mask half the size of the image works like a full-size one', ofHalf],
		[16, 'AI Replace costs 1 token', price('replacer')],
		[17, 'AI Expand is at /v1/aiart/expand', path('expand')],
		[17, 'AI Expand is at /v1/aiart/expander', path('expander')],
		[17, 'AI Expand is at /v1/aiart/imgexpand', path('imgexpand')],
		[18, 'The signed upload accepts undocumented types', reply('otherUpload', SUCCESS)],
		[18, 'The upload type img2img works with every tool', [areAll, uploads.join(', ') || 'none']],
		[19, 'A model makes the image at the requested size', image('imagegeneration', /^1536 × 1024/)],
		[19, 'A video is an mp4 file', every(videos, is.mp4)],
		[20, 'A temporary token starts with tp_ and its expiry is in ms', token],
		[20, '/v1/aiart/facecutout exists', path('facecutout')],
		[20, 'What shape does the result of a listing set have?', fields(LISTING, ['result'])],
		[23, 'A task costs what the price table says', every(priced, is.tablePrice)],
		[
			23,
			'The balance falls by the cost of the tasks, and failed tasks are free',
			[isSum, ofBalance],
		],
		[23, 'What do tasks without a published price cost?', ofPrices],
	];
}

const short = (text: string) => (text.length > 160 ? `${text.slice(0, 160)}…` : text);
const VERDICTS = { false: 'did not hold', answer: 'answer', true: 'held', undefined: 'unclear' };
export type Finding = ReturnType<typeof findings>[number];

/** What a run found out about each guess, starting with the guesses to correct in the reference. */
export function findings(evidence: Evidence) {
	const found = judge(evidence).map(([section, guess, [holds, seen]]) => ({
		...{ section, guess, verdict: VERDICTS[`${holds}`], seen: short(seen) },
	}));
	return Object.values(VERDICTS).flatMap((kind) => found.filter(({ verdict }) => verdict === kind));
}

/** The total cost according to the tasks (`told`), and how much the balance fell (`taken`). */
export function spending({ before, after, ...traces }: Evidence) {
	const told = Object.values(traces).reduce((sum, trace) => sum + (trace?.tokens ?? 0), 0);
	return { told, taken: Number(before?.task.remaining) - Number(after?.task.remaining) };
}
