const { readdirSync } = require('node:fs');
const { dirname, join, relative } = require('node:path');
const esbuild = require('esbuild');

/** Code that several nodes use. It goes into one file, because its in-process stores must exist only once. */
const ENGINE = { file: 'dist/fotor.js', sources: ['fotor/', 'nodes/shared/'] };
/** The model tables. */
const TABLES = { file: 'dist/catalogue.js', sources: ['fotor/catalogue/generated'] };

const OPTIONS = {
	bundle: true,
	format: 'esm',
	target: 'es2022',
	platform: 'node',
	charset: 'utf8',
	external: ['n8n-workflow'],
	logLevel: 'warning',
};

/**
 * Builds the files in `dist/`: one file for each node and credential, and separate files for the code they share. The
 * output keeps all identifiers and the name of each source file.
 */
async function bundle({ nodes, credentials }) {
	const entryPoints = [...nodes, ...credentials].map((file) =>
		file.replace(/^dist\/(.*)\.js$/, '$1.ts'),
	);
	const built = await build({ entryPoints, plugins: [separate(TABLES, ENGINE)] });
	const used = built.flatMap(({ text }) => importsOf(text).get(ENGINE.file) ?? []);
	const names = used.map((name) => name.split(' as ')[0]);
	const [engine] = await build({
		stdin: {
			contents: `export { VERSION, ${[...new Set(names)].sort().join(', ')} } from 'engine';`,
			resolveDir: '.',
		},
		plugins: [separate(TABLES), everything()],
		outfile: ENGINE.file,
	});
	const [tables] = await build({
		entryPoints: [`${TABLES.sources[0]}.ts`],
		outfile: TABLES.file,
	});
	return await Promise.all(
		[...built, engine, tables].map(async ({ path, text }) => ({
			path: relative('.', path),
			text: await withoutSpaces(toCommonJs(text, relative('.', dirname(path)))),
		})),
	);
}

/**
 * Minifies whitespace and syntax, which makes the files a fifth smaller. Keeps identifiers and source file names, and
 * doesn't inline anything.
 */
async function withoutSpaces(text) {
	const marked = text.replace(/^\/\/ (\S+\.ts)$/gm, '//! $1');
	const options = {
		minifyWhitespace: true,
		minifySyntax: true,
		lineLimit: 120,
		legalComments: 'inline',
	};
	return (await esbuild.transform(marked, { ...options, charset: 'utf8' })).code;
}

async function build(options) {
	const outdir = options.outfile ? {} : { outdir: 'dist', outbase: '.' };
	const result = await esbuild.build({ ...OPTIONS, ...outdir, write: false, ...options });
	if (result.warnings.length) throw new Error('esbuild reported warnings');
	return result.outputFiles;
}

/** Leaves out sources that belong to other files in `dist/`, so the bundle imports those files instead. */
function separate(...parts) {
	return {
		name: 'separate',
		setup({ onResolve }) {
			onResolve({ filter: /^\./ }, ({ path, resolveDir }) => {
				const source = relative('.', join(resolveDir, path));
				const part = parts.find(({ sources }) => sources.some((start) => source.startsWith(start)));
				return part && { path: part.file, external: true };
			});
		},
	};
}

/**
 * Provides the `engine` module, which re-exports everything from the shared sources. esbuild warns if two sources
 * export the same name and a node imports that name.
 */
function everything() {
	const contents = ENGINE.sources
		.flatMap((folder) => readdirSync(folder, { recursive: true }).map((name) => folder + name))
		.filter((file) => file.endsWith('.ts') && !TABLES.sources.includes(file.slice(0, -3)))
		.map((file) => `export * from './${file}';`)
		.join('\n');
	return {
		name: 'everything',
		setup({ onResolve, onLoad }) {
			onResolve({ filter: /^engine$/ }, ({ path }) => ({ path, namespace: 'engine' }));
			onLoad({ filter: /^/, namespace: 'engine' }, () => ({ contents, resolveDir: '.' }));
		},
	};
}

const IMPORT = /^import ?(?:\{([^}]*)\}|\* as (\w+)) ?from ?"(.*?)";\n?/gm;

/** A built file's imports by path, each as `name`, `name as other` or `* as name`. */
function importsOf(text) {
	const imports = new Map();
	for (const [, names, all, path] of text.matchAll(IMPORT)) {
		const added = all ? [`* as ${all}`] : names.split(',').map((name) => name.trim());
		imports.set(path, [...new Set([...(imports.get(path) ?? []), ...added])]);
	}
	return imports;
}

/**
 * Converts a built ES module in `folder` to CommonJS. esbuild's own CommonJS is longer and harder to read: it calls
 * imports as `(0, import_x.f)()` to support live bindings, which we don't use.
 */
function toCommonJs(text, folder) {
	const header = [...importsOf(text)].flatMap(([path, names]) => {
		const target = path.startsWith('dist/') ? relative(folder, path) : path;
		const source = `require("${path === target || target.startsWith('.') ? target : `./${target}`}")`;
		const single = names.filter((name) => !name.startsWith('*'));
		const whole = names.filter((name) => name.startsWith('* as ')).map((name) => name.slice(5));
		return [
			...(single.length
				? [`const { ${single.join(', ').replace(/ as /g, ': ')} } = ${source};`]
				: []),
			...whole.map((name) => `const ${name} = ${source};`),
		];
	});
	const body = text
		.replace(IMPORT, '')
		.replace(
			/\bexport ?\{([^}]*)\};\s*$/,
			(_, names) => `module.exports = {${exported(names)}};\n`,
		);
	return [...header, body].join('\n');
}

/** Turns `a as b` into `b: a`. */
function exported(names) {
	return names.replace(/(\w+) as (\w+)/g, '$2: $1');
}

module.exports = { bundle };
