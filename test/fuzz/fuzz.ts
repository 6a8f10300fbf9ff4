import fc from 'fast-check';

import { Failure } from '../../fotor/failure';

/** Number of runs. The default is a few runs with a fixed seed. `npm run test:fuzz` does many runs with a new seed. */
const RUNS = Number(process.env.FUZZ_RUNS ?? 150);
const SEED = Number(process.env.FUZZ_SEED ?? (process.env.FUZZ_RUNS ? Date.now() : 20_260_101));

type Holds<T> = (value: T) => void | Promise<void>;

/** Runs the check on random inputs. A failure shows the smallest failing input and the seed to reproduce it. */
export async function forAny<T>(input: fc.Arbitrary<T>, holds: Holds<T>): Promise<void> {
	const property = fc.asyncProperty(input, async (value) => await holds(value));
	await fc.assert(property, { numRuns: RUNS, seed: SEED });
}

/** Result of `read`, or undefined if it rejects the input with a Failure of kind 'input'. Rethrows any other error. */
export async function refusesOrReads<T>(read: () => T | Promise<T>): Promise<T | undefined> {
	try {
		return await read();
	} catch (thrown) {
		if (thrown instanceof Failure && thrown.kind === 'input' && thrown.message) return undefined;
		throw thrown;
	}
}

interface Change {
	at: number;
	kind: 'set' | 'cut' | 'repeat' | 'insert';
	bytes: Uint8Array;
}

const change: fc.Arbitrary<Change> = fc.record({
	at: fc.double({ min: 0, max: 1, noNaN: true }),
	kind: fc.constantFrom('set', 'cut', 'repeat', 'insert'),
	bytes: fc.oneof(
		fc.uint8Array({ minLength: 1, maxLength: 8 }),
		// Implausible lengths and counts.
		fc.constantFrom(
			...['ffffffff', '00000000', '7fffffff', '80000000', '00000001', 'ff'].map((hex) =>
				Uint8Array.from(Buffer.from(hex, 'hex')),
			),
		),
	),
});

function changed(data: Buffer, { at, kind, bytes }: Change): Buffer {
	// Favors the start of the file, because most readers read only that part.
	const place = Math.floor(at ** 2 * data.length);
	const [head, tail] = [data.subarray(0, place), data.subarray(place)];
	if (kind === 'set') return Buffer.concat([head, bytes, tail.subarray(bytes.length)]);
	if (kind === 'insert') return Buffer.concat([head, bytes, tail]);
	if (kind === 'cut') return Buffer.concat([head, tail.subarray(bytes.length)]);
	return Buffer.concat([head, tail.subarray(0, 64), tail]);
}

/** One of the files with up to five changes, or only its first bytes followed by noise. */
export function brokenFiles(files: Buffer[]): fc.Arbitrary<Buffer> {
	const broken = fc
		.tuple(fc.constantFrom(...files), fc.array(change, { maxLength: 5 }))
		.map(([file, changes]) => changes.reduce(changed, file));
	const noise = fc
		.tuple(fc.constantFrom(...files), fc.nat(32), fc.uint8Array({ maxLength: 300 }))
		.map(([file, kept, bytes]) => Buffer.concat([file.subarray(0, kept), bytes]));
	return fc.oneof({ arbitrary: broken, weight: 4 }, { arbitrary: noise, weight: 1 });
}

/** Splits the data at these places, each given as a fraction (0 to 1) of the data's length. */
export function pieces(data: Buffer, places: number[]): Buffer[] {
	const ends = [...places.map((place) => Math.floor(place * data.length)), data.length];
	const sorted = [...ends].sort((a, b) => a - b);
	return sorted.map((end, index) => data.subarray(sorted[index - 1] ?? 0, end));
}
