import type { Evidence, TaskEvidence } from './evidence';
import {
	accepts,
	answer,
	completed,
	failed,
	held,
	judged,
	notTold,
	ofTask,
	sizeWords,
	tasks,
	type Guess,
	type Judgement,
} from './finding';
import { SIDE } from './pictures';

/** Probes whose upload type is not known, so that `img2img` was sent. */
const OTHER_UPLOADS = ['retouchskin', 'avatar', 'colorize', 'restoration', 'faceswap', 'replacer'];
/** A part of a picture counts as replaced when it differs by more than this, 0 to 255. */
const CHANGED = 12;

/** Guesses about single tools. */
export const TOOL_GUESSES: Guess[] = [
	{
		section: 4,
		guess: 'A picture may be a data URI',
		judge: (evidence) => accepts(evidence, 'backgroundremover', 'backgroundremoverObject'),
	},
	{
		section: 4,
		guess: 'A picture may be bare base64',
		judge: (evidence) => accepts(evidence, 'backgroundremoverBareBase64', 'backgroundremover'),
	},
	{
		section: 7,
		guess: 'The upscaler makes the picture twice as large',
		judge: (evidence) => size(evidence, 'imgupscale', 2 * SIDE),
	},
	{
		section: 7,
		guess: 'The upscaler accepts limits above 2048 px',
		judge: (evidence) =>
			ofTask(evidence, 'imgupscaleBeyond2048', (task) =>
				judged((task.results[0]?.width ?? 0) > 2048, sizeWords(task)),
			),
	},
	{
		section: 8,
		guess: 'Skin Retouch keeps the size',
		judge: (evidence) => size(evidence, 'retouchskin', SIDE),
	},
	{
		section: 9,
		guess: 'sizeId takes a ratio such as 16:9, and the picture has it',
		judge: (evidence) =>
			ofTask(evidence, 'text2img', (task) =>
				judged(Math.abs(shape(task) / (16 / 9) - 1) < 0.03, sizeWords(task)),
			),
	},
	{
		section: 9,
		guess: 'How many pixels has a picture from text, at 16:9?',
		judge: (evidence) => ofTask(evidence, 'text2img', (task) => answer(sizeWords(task))),
	},
	{
		section: 9,
		guess: 'Which shape is the size id 6361e03bc09cb851c66328a4?',
		judge: (evidence) => ofTask(evidence, 'text2imgSizeId', (task) => answer(sizeWords(task))),
	},
	{
		section: 10,
		guess: 'What happens to an input with a side above 1536 px?',
		judge(evidence) {
			const { verdict, seen } = accepts(evidence, 'img2imgAbove1536', 'img2img');
			if (verdict === 'not told') return notTold(seen);
			const task = evidence.tasks.img2imgAbove1536;
			return answer(
				task && verdict === 'held' ? `${seen}, the result is ${sizeWords(task)}` : seen,
			);
		},
	},
	{
		section: 11,
		guess: 'The Background Remover keeps the size and gives transparency',
		judge: (evidence) =>
			ofTask(evidence, 'backgroundremover', (task) => {
				const [result] = task.results;
				const seen = `${sizeWords(task)}, ${result?.hasAlpha ? 'with' : 'without'} transparency`;
				return judged(result?.width === SIDE && result.hasAlpha === true, seen);
			}),
	},
	{
		section: 11,
		guess: 'The action SegmentBody is accepted',
		judge: (evidence) => accepts(evidence, 'backgroundremoverBody', 'backgroundremover'),
	},
	{
		section: 11,
		guess: 'The action SegmentCommonImage is accepted',
		judge: (evidence) => accepts(evidence, 'backgroundremoverObject', 'backgroundremover'),
	},
	{
		section: 12,
		guess: 'A style id of the sister service works with headshots',
		judge: (evidence) => accepts(evidence, 'avatar', 'retouchskin'),
	},
	{
		section: 12,
		guess: 'A headshot costs 1 token for each picture (num)',
		judge: (evidence) => price(evidence, 'avatar', 1),
	},
	{
		section: 13,
		guess: 'Colorize accepts the model name artistic',
		judge: (evidence) => accepts(evidence, 'colorizeArtistic', 'colorize'),
	},
	{
		section: 14,
		guess: 'Restoration with upscale 2 makes the picture twice as large',
		judge: (evidence) => size(evidence, 'restoration', 2 * SIDE),
	},
	{
		section: 14,
		guess: 'Restoration with upscale 1 keeps the size',
		judge(evidence) {
			const taken = accepts(evidence, 'restorationSameSize', 'restoration');
			return taken.verdict === 'held' ? size(evidence, 'restorationSameSize', SIDE) : taken;
		},
	},
	{
		section: 15,
		guess: 'Face Swap keeps the size of the template',
		judge: (evidence) => size(evidence, 'faceswap', SIDE),
	},
	{
		section: 16,
		guess: 'White in the mask marks the part to replace',
		judge: (evidence) => ofTask(evidence, 'replacer', convention),
	},
	{
		section: 16,
		guess: 'A mask of half the size works like one of the same size',
		judge(evidence) {
			const taken = accepts(evidence, 'replacerSmallMask', 'replacer');
			if (taken.verdict !== 'held') return taken;
			return ofTask(evidence, 'replacerSmallMask', convention);
		},
	},
	{
		section: 16,
		guess: 'AI Replace costs 1 token',
		judge: (evidence) => price(evidence, 'replacer', 1),
	},
	{
		section: 18,
		guess: 'The upload type img2img does for every tool',
		judge(evidence) {
			const tried = tasks(evidence).filter(({ probe }) => OTHER_UPLOADS.includes(probe));
			const good = completed(evidence).filter(({ probe }) => OTHER_UPLOADS.includes(probe));
			if (tried.length === 0) return notTold('not tried in this run');
			const seen = `${good.length} of ${tried.length} tools worked with it`;
			return good.length === tried.length ? held(seen) : notTold(seen);
		},
	},
	{
		section: 19,
		guess: 'A model makes the picture in the size asked for',
		judge: (evidence) => size(evidence, 'imagegeneration', 1536, 1024),
	},
	{
		section: 19,
		guess: 'A video is an mp4 file',
		judge(evidence) {
			const videos = completed(evidence).filter(({ endpoint }) => endpoint.endsWith('2video'));
			const formats = videos.flatMap(({ results }) =>
				results.map(({ format }) => format ?? 'unknown'),
			);
			if (formats.length === 0) return notTold('no video was made');
			return judged(
				formats.every((format) => format === 'mp4'),
				formats.join(', '),
			);
		},
	},
	{
		section: 20,
		guess: 'Which form has the result of a listing set?',
		judge: (evidence) =>
			ofTask(evidence, 'ecommercelistingset', ({ task }) => {
				const result = task?.raw.result;
				const entry: unknown = Array.isArray(result) ? result[0] : result;
				if (Array.isArray(entry)) return answer('a list of Key/Value pairs for each scene');
				return answer(
					typeof entry === 'string'
						? 'an address for each scene'
						: `a ${typeof entry} for each scene`,
				);
			}),
	},
];

function size(evidence: Evidence, probe: string, width: number, height = width): Judgement {
	return ofTask(evidence, probe, (task) => {
		const [result] = task.results;
		if (!result?.width) return notTold('the result could not be read');
		return judged(result.width === width && result.height === height, sizeWords(task));
	});
}

function shape({ results }: TaskEvidence): number {
	return (results[0]?.width ?? 0) / (results[0]?.height ?? 1);
}

function price(evidence: Evidence, probe: string, tokens: number): Judgement {
	return ofTask(evidence, probe, ({ task }) =>
		task?.tokensUsed === undefined
			? notTold('the task does not say')
			: judged(task.tokensUsed === tokens, `${task.tokensUsed}`),
	);
}

/** Where the picture changed: a tool may touch everything a little, but it repaints one part only. */
function convention({ difference }: TaskEvidence): Judgement {
	if (!difference) return notTold('the result could not be compared');
	const { inside, outside } = difference;
	const seen = `changed by ${inside} where the mask is white, by ${outside} where it is black`;
	if (inside > CHANGED && inside > 2 * outside) return held(seen);
	return outside > CHANGED && outside > 2 * inside ? failed(seen) : notTold(seen);
}
