const { spawn } = require('node:child_process');
const { mkdir, readFile, rm, writeFile } = require('node:fs/promises');
const { existsSync } = require('node:fs');
const { dirname, join } = require('node:path');
const { Transform } = require('node:stream');
const gulp = require('gulp');
const { bundle } = require('./scripts/bundle.js');

const GENERATED = '!nodes/FotorMask/page.generated.ts';
const SOURCES = ['nodes/**/*.ts', 'credentials/**/*.ts', 'fotor/**/*.ts', GENERATED];
const PAGE = ['page/*', '!page/tsconfig.json'];
const ICONS = 'icons/*.svg';
const CODEX = 'nodes/**/*.node.json';
const SCHEMAS = 'nodes/**/__schema__/**/*.json';

async function clean() {
	await rm('dist', { recursive: true, force: true });
}

/** Bundles the Fotor Mask page into one module. The module is committed, so tests and type checks need no build. */
function page() {
	return run(process.execPath, [require.resolve('tsx/cli'), 'scripts/generate-page.ts']);
}

function types() {
	const tsc = require.resolve('typescript/bin/tsc');
	return run(process.execPath, [tsc, '--noEmit', '-p', 'tsconfig.json']);
}

/** Bundles each node into one file, and the code that nodes share into separate files. */
async function bundleNodes() {
	const { n8n } = JSON.parse(await readFile('package.json', 'utf8'));
	for (const { path, text } of await bundle(n8n)) {
		await mkdir(dirname(path), { recursive: true });
		await writeFile(path, text);
	}
}

function changed(source, target, change) {
	const transform = async (file, _encoding, done) => {
		file.contents = Buffer.from(await change(file.contents.toString(), file.path));
		done(null, file);
	};
	return gulp
		.src(source)
		.pipe(new Transform({ objectMode: true, transform }))
		.pipe(gulp.dest(target));
}

function icons() {
	return gulp.src(ICONS, { encoding: false }).pipe(gulp.dest('dist/icons'));
}

function codex() {
	return changed([CODEX, SCHEMAS], 'dist/nodes', (text) => JSON.stringify(JSON.parse(text)));
}

/** Checks that every node and credential in package.json was built, loads, and has its codex file and icons. */
async function checkPackage() {
	const manifest = JSON.parse(await readFile('package.json', 'utf8'));
	const files = [...manifest.n8n.nodes, ...manifest.n8n.credentials];
	const codexFiles = manifest.n8n.nodes.map((file) => file.replace(/\.js$/, '.json'));
	const schemas = manifest.n8n.nodes
		.filter((file) => !file.endsWith('Trigger.node.js'))
		.map((file) => file.replace(/[^/]+$/, '__schema__'));
	const named = await Promise.all(files.map(iconsOf));
	const missing = [...files, ...codexFiles, ...schemas, ...named.flat()].filter(
		(file) => !existsSync(file),
	);
	if (missing.length) throw new Error(`Missing from the build: ${missing.join(', ')}`);
	if (manifest.dependencies) throw new Error('The package must have no runtime dependencies');
	const built = require('./dist/fotor.js').VERSION;
	if (built !== manifest.version) {
		throw new Error(`fotor/version.ts says ${built}, but package.json says ${manifest.version}`);
	}
}

/** Paths of the icon files that a node or credential names. */
async function iconsOf(file) {
	const [Type] = Object.values(require(`./${file}`));
	const { description, icon } = new Type();
	const { light, dark } = description?.icon ?? icon;
	return [light, dark].map((path) => join(dirname(file), path.replace('file:', '')));
}

function watch() {
	gulp.watch([...SOURCES, ...PAGE, ICONS, CODEX, SCHEMAS], build);
}

function run(command, args) {
	return new Promise((resolve, reject) => {
		spawn(command, args, { stdio: 'inherit' }).on('exit', (code) =>
			code === 0 ? resolve() : reject(new Error(`${args[0]} exited with code ${code}`)),
		);
	});
}

const build = gulp.series(
	clean,
	page,
	gulp.parallel(types, bundleNodes, icons, codex),
	checkPackage,
);

exports.clean = clean;
exports.build = build;
exports.dev = gulp.series(build, watch);
exports.default = build;
