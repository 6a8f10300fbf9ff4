import { IMAGE_MODELS, VIDEO_MODELS } from '../../../fotor/catalogue/generated';
import { checkReferences, imageSize, ratiosOf } from '../../../fotor/catalogue/imageModels';
import { checkVideo, VIDEO_RATIOS, videoModelsFor } from '../../../fotor/catalogue/videoModels';
import type { VideoMode } from '../../../fotor/catalogue/types';
import { Failure } from '../../../fotor/failure';

/** The Failure that a check throws, or undefined if it passes. */
function refusal(check: () => unknown): Failure | undefined {
	try {
		check();
	} catch (thrown) {
		if (thrown instanceof Failure) return thrown;
		throw thrown;
	}
	return undefined;
}

describe.each(IMAGE_MODELS)('the image model $id', (model) => {
	const { id, name, sizes, maxReferences } = model;

	it('takes the size of each choice from its table, and rejects any other value, listing the choices', () => {
		for (const [resolution, byRatio] of Object.entries(sizes)) {
			for (const [ratio, text] of Object.entries(byRatio)) {
				const { width, height } = imageSize(id, ratio, resolution);
				expect(`${width}x${height}`).toBe(text);
			}
			const failure = refusal(() => imageSize(id, '7:1', resolution));
			expect(failure?.message).toContain(name);
			expect(failure?.advice).toContain(Object.keys(byRatio).join(', '));
		}
		const [ratio = ''] = ratiosOf(model);
		const failure = refusal(() => imageSize(id, ratio, '99K'));
		expect(failure?.advice).toContain(Object.keys(sizes).join(', '));
	});

	it('accepts reference images up to its limit', () => {
		const passes = (count: number) => refusal(() => checkReferences(id, count)) === undefined;
		expect(passes(0)).toBe(model.text);
		expect(passes(1)).toBe(model.references);
		if (maxReferences === undefined) return;
		expect([passes(maxReferences), passes(maxReferences + 1)]).toEqual([model.references, false]);
	});
});

it('an image model that is not in the list gets the default sizes and accepts any number of images', () => {
	const usual = IMAGE_MODELS.find(({ id }) => id === 'gpt-image-2');
	const [resolution = ''] = Object.keys(usual?.sizes ?? {});
	const size = imageSize('gpt-image-2', '1:1', resolution);
	expect(imageSize('new-model', '1:1', resolution)).toEqual(size);
	expect(refusal(() => imageSize('new-model', '7:1', resolution))?.advice).toContain('Width');
	expect(refusal(() => checkReferences('new-model', 99))).toBeUndefined();
	const advice = (hasField: boolean) =>
		refusal(() => checkReferences('gpt-image-1-mini', 1, hasField))?.advice;
	expect([advice(true), advice(false)]).toEqual([
		expect.stringContaining("'Reference Images'"),
		"Choose another 'Model'.",
	]);
});

const MODES: VideoMode[] = ['text2video', 'img2video', 'startend2video', 'character2video'];
const videos = MODES.flatMap((mode) => videoModelsFor(mode).map((entry) => ({ mode, ...entry })));

describe.each(videos)('the video model $id ($mode)', ({ mode, id, model }) => {
	const [duration = 0] = model.durations;
	const [resolution = ''] = model.resolutions;
	const [ratio] = model.ratios[mode] ?? VIDEO_RATIOS;
	const chosen = { duration, resolution, ratio, pictures: 1 };
	const check = (more: Partial<typeof chosen>) =>
		refusal(() => checkVideo(mode, 'Mode', id, { ...chosen, ...more }));

	it('accepts its own choices and no others', () => {
		for (const each of model.durations) expect(check({ duration: each })).toBeUndefined();
		for (const each of model.resolutions) expect(check({ resolution: each })).toBeUndefined();
		expect(check({ ratio: undefined })).toBeUndefined();
		expect(check({ duration: 999 })?.advice).toContain(model.durations.join(', '));
		expect(check({ resolution: '99p' })?.advice).toContain(model.resolutions.join(', '));
		expect(check({ ratio: '7:1' })?.message).toContain('7:1');
	});

	it('accepts character images up to its limit, if it has one', () => {
		const most = mode === 'character2video' ? model.maxReferences : undefined;
		expect(check({ pictures: most ?? 99 })).toBeUndefined();
		if (most !== undefined) expect(check({ pictures: most + 1 })?.message).toContain(`${most}`);
	});

	it('is rejected in a mode where it has a different ID, and the advice gives that ID', () => {
		for (const other of MODES.filter((each) => model.ids[each] !== id)) {
			const isOf = videoModelsFor(other).some((entry) => entry.id === id);
			if (isOf) continue;
			const failure = refusal(() => checkVideo(other, 'Mode', id, chosen));
			expect(failure?.advice).toContain(model.ids[other] ?? model.name);
		}
	});
});

it('a video model that is not in the list accepts any choice', () => {
	const chosen = { duration: 999, resolution: '99p', ratio: '7:1', pictures: 99 };
	expect(refusal(() => checkVideo('text2video', 'Mode', 'new-model', chosen))).toBeUndefined();
	expect(VIDEO_MODELS.length).toBeGreaterThan(0);
});
