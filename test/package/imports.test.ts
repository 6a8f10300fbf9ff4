import { circles, importGraph } from './importGraph';

/**
 * The layers of fotor/, lowest first. A file may import only from its own layer and lower ones. Unlisted files form the
 * highest layer.
 */
const FOTOR = [
	['version', 'values', 'failure', 'clock', 'host', 'errorItem', 'place', 'hints'],
	['file', 'api'],
	['image'],
	['task', 'catalogue'],
	['result', 'webhook', 'nodeError', 'failedItems', 'toolFailure'],
	['obtain', 'batch'],
	['dryRun'],
	['job'],
	['release'],
	['run'],
];

const SHIPPED = ['fotor', 'nodes', 'credentials'];
const DEVELOPMENT = ['harness', 'sandbox', 'scripts', 'demo', 'bench', 'page'];
const graph = importGraph(...SHIPPED, ...DEVELOPMENT, 'e2e/support', 'e2e/tests', 'e2e/queue');

const importsThat = (isWrong: (file: string, target: string) => boolean) =>
	[...graph].flatMap(([file, targets]) =>
		targets.filter((target) => isWrong(file, target)).map((target) => `${file} -> ${target}`),
	);

test('shipped code imports only from lower layers (nodes, then nodes/shared, then fotor)', () => {
	const isWrong = (file: string, target: string) => {
		const [layer = '', name] = file.split('/');
		if (!SHIPPED.includes(layer) || target.startsWith('fotor/')) return false;
		if (layer !== 'nodes') return true;
		return !target.startsWith('nodes/shared/') && !target.startsWith(`nodes/${name}/`);
	};
	expect(importsThat(isWrong)).toEqual([]);
});

test('files in fotor/ import only from their own layer and lower ones', () => {
	const level = (file: string) => {
		const name = file.split('/')[1]?.replace('.ts', '') ?? '';
		const found = FOTOR.findIndex((names) => names.includes(name));
		return found < 0 ? FOTOR.length : found;
	};
	const isWrong = (file: string, target: string) =>
		file.startsWith('fotor/') && level(file) < level(target);
	expect(importsThat(isWrong)).toEqual([]);
});

test('other folders import only index.ts from sandbox/', () => {
	const isWrong = (file: string, target: string) =>
		!file.startsWith('sandbox/') && /^sandbox\/(?!index\.ts)/.test(target);
	expect(importsThat(isWrong)).toEqual([]);
});

test('there are no import cycles, not even type-only ones', () => {
	expect(circles(graph)).toEqual([]);
	const planted = new Map([
		['a', ['b', 'c']],
		['b', ['c']],
		['c', ['b']],
	]);
	expect(circles(planted)).toEqual(['b -> c -> b']);
});
