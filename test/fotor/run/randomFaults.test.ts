import { startFotor, type Fotor } from '../../../harness/engine/fotor';
import { kindsOf, type Kind } from './random/tools';
import { play } from './random/sequence';

/**
 * First and last seed for each kind of tool. `FAULT_SEED=17` replays one sequence, and `FAULT_SEED=201-400` runs other
 * sequences.
 */
const [first, last] = (process.env.FAULT_SEED ?? '1-200').split('-').map(Number);
const seeds: number[] = [];
for (let seed = first ?? 1; seed <= (last ?? first ?? 1); seed++) seeds.push(seed);

let fotor: Fotor;
let kinds: Kind[];
beforeAll(async () => {
	fotor = await startFotor({ sandbox: { taskDurationMs: 0 } });
	kinds = await kindsOf(fotor);
});
afterAll(async () => {
	await fotor.close();
});

/** Names of the kinds of tools, in the order of `kindsOf`. */
const NAMES = [
	'a file, by signed upload',
	'a file, as Base64',
	'only text',
	'several results',
	'Task → Submit',
];

it.each(NAMES)(
	`${seeds.length} random sequences of faults, cancellations and retries end correctly: %s`,
	async (name) => {
		const kind = kinds.find((each) => each.name === name) as Kind;
		for (const seed of seeds) {
			const { wrong, plan, story } = await play(fotor, kind, seed);
			if (wrong.length === 0) continue;
			const told = story.results.map(({ run, error, hints, items, errors }) => ({
				status: run.status,
				error: error && [error.message, error.description],
				hints,
				items: [...items, ...errors].map(({ json }) => json),
			}));
			const asked = fotor.sandbox.requests.map(
				({ method, path, answered, fault, taskId }) =>
					`${method} ${path} ${answered ?? 'no reply'} ${JSON.stringify(fault ?? '')} ${taskId ?? ''}`,
			);
			throw new Error(
				[`FAULT_SEED=${seed}`, ...wrong, JSON.stringify({ plan, told }, null, 1), ...asked].join(
					'\n',
				),
			);
		}
	},
	120_000,
);
