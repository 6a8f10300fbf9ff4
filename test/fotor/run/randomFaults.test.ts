import { startFotor, type Fotor } from '../../../harness/engine/fotor';
import { kindsOf, type Kind } from './random/tools';
import { play } from './random/sequence';

/** Seeds of the sequences for each kind of tool. `FAULT_SEED=17` replays one, `FAULT_SEED=201-400` runs others. */
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

/** In the order of `kindsOf`. */
const NAMES = [
	'a file, by signed upload',
	'a file, as Base64',
	'a text only',
	'several results',
	'Task → Submit',
];

it.each(NAMES)(
	`${seeds.length} random sequences of faults, cancels and retries: %s`,
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
					`${method} ${path} ${answered ?? 'no answer'} ${JSON.stringify(fault ?? '')} ${taskId ?? ''}`,
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
