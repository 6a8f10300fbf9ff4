import { Failure } from '../../../fotor/failure';
import { checkLimits, checkSize, type PictureLimits } from '../../../fotor/image/limits';

const LABEL = 'Input Binary Field';
const owner = 'Image to Image';

function failureOf(check: () => void): Failure | undefined {
	try {
		check();
	} catch (thrown) {
		expect(thrown).toBeInstanceOf(Failure);
		return thrown as Failure;
	}
	return undefined;
}

describe('the maximum image size', () => {
	it.each([
		[4_096, 4_096],
		[16_383, 16_383],
		[65_535, 4_095],
		[1, 65_535],
	])('allows %d × %d px', (width, height) => {
		expect(() => checkSize(LABEL, { width, height })).not.toThrow();
	});

	it.each([
		[65_536, 1],
		[16_384, 16_384],
		[2_147_483_647, 2_147_483_647],
	])('rejects %d × %d px', (width, height) => {
		const failure = failureOf(() => checkSize(LABEL, { width, height }));
		expect(failure?.message).toMatch(/^The image in 'Input Binary Field' claims to be/);
		expect(failure?.advice).toMatch(/^Nothing was charged for this item\./);
	});
});

describe('the limits of a tool', () => {
	const size = { width: 1_000, height: 400 };

	it.each<[string, Omit<PictureLimits, 'owner'>, RegExp]>([
		[
			'large in pixels',
			{ maxSide: 999 },
			/is 1000 × 400 px, but Image to Image takes at most 999 px/,
		],
		[
			'small in pixels',
			{ minSide: 401 },
			/is 1000 × 400 px, but Image to Image needs at least 401 px/,
		],
		[
			'far from square',
			{ maxRatio: 2 },
			/too wide or too tall .* one side may be at most 2\.00 times/,
		],
		[
			'large in bytes',
			{ maxBytes: 1_048_576 },
			/is 2\.0 MB, but Image to Image accepts at most 1\.0 MB/,
		],
	])('reject an image that is too %s', (_what, limits, message) => {
		const failure = failureOf(() => checkLimits({ ...limits, owner }, LABEL, size, 2_097_152));
		expect(failure?.message).toMatch(message);
		expect(failure?.advice).toMatch(/^Nothing was charged for this item\./);
	});

	it('accept an image that meets them', () => {
		const limits = { minSide: 400, maxSide: 1_000, maxRatio: 2.5, maxBytes: 10, owner };
		expect(failureOf(() => checkLimits(limits, LABEL, size, 10))).toBeUndefined();
	});

	it.each<[string, Omit<PictureLimits, 'owner'>]>([
		['shortest side', { minSide: 10 }],
		['longest side', { maxSide: 10 }],
		['shape', { maxRatio: 10 }],
	])("can't be checked without a size if they apply to the %s", (_what, limits) => {
		const failure = failureOf(() => checkLimits({ ...limits, owner }, LABEL, undefined, 5));
		expect(failure?.message).toBe(
			"The size of the image in 'Input Binary Field' can't be read, and Image to Image has size limits",
		);
		expect(failure?.advice).toMatch(/^Nothing was charged for this item\. Save the image as PNG/);
	});

	it('apply even without a known image size if they limit only the file size', () => {
		const limits = { maxBytes: 10, owner };
		expect(failureOf(() => checkLimits(limits, LABEL, undefined, 10))).toBeUndefined();
		expect(failureOf(() => checkLimits(limits, LABEL, undefined, 11))).toBeDefined();
	});
});
