import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { preProcessFile } from 'typescript';

export const ROOT = join(__dirname, '../..');

/** The imports of each file, including type imports, re-exports and dynamic imports. */
export type ImportGraph = Map<string, string[]>;

/** The imports of every TypeScript file in these folders. Paths are relative to the root. */
export function importGraph(...folders: string[]): ImportGraph {
	const sources = folders.flatMap((folder) => files(folder, '.ts'));
	return new Map(sources.map((file) => [file, importsOf(file)]));
}

function importsOf(file: string): string[] {
	const { importedFiles } = preProcessFile(readFileSync(join(ROOT, file), 'utf8'), true, true);
	return importedFiles
		.filter(({ fileName }) => fileName.startsWith('.'))
		.map(({ fileName }) => {
			const target = join(file, '..', fileName).replace(/\.js$/, '');
			const found = [`${target}.ts`, join(target, 'index.ts')].find((name) =>
				existsSync(join(ROOT, name)),
			);
			return found ?? target;
		});
}

/** Every import cycle that a depth-first search finds, as a path such as `a -> b -> a`. */
export function circles(graph: ImportGraph): string[] {
	const done = new Set<string>();
	const walk = (file: string, path: string[]): string[] => {
		if (path.includes(file)) return [[...path.slice(path.indexOf(file)), file].join(' -> ')];
		if (done.has(file)) return [];
		const found = (graph.get(file) ?? []).flatMap((target) => walk(target, [...path, file]));
		done.add(file);
		return found;
	};
	return [...graph.keys()].flatMap((file) => walk(file, []));
}

/** Files in a folder and its subfolders, relative to the root. */
export function files(folder: string, ending: string): string[] {
	return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith(ending))
		.map((name) => join(folder, name));
}
