const { spawn } = require('node:child_process');
const { readFile, rm } = require('node:fs/promises');
const { existsSync } = require('node:fs');
const { Transform } = require('node:stream');
const gulp = require('gulp');

const GENERATED = '!nodes/FotorMask/page.generated.ts';
const SOURCES = ['nodes/**/*.ts', 'credentials/**/*.ts', 'fotor/**/*.ts', GENERATED];
const PAGE = ['page/*', '!page/tsconfig.json'];
const ICONS = 'icons/*.svg';
const CODEX = 'nodes/**/*.node.json';
const SCHEMAS = 'nodes/**/__schema__/**/*.json';

async function clean() {
	await rm('dist', { recursive: true, force: true });
}

/** The page of Fotor Mask, from its sources into one module; committed, so tests and types need no build. */
function page() {
	return run(process.execPath, [require.resolve('tsx/cli'), 'scripts/generate-page.ts']);
}

function compile() {
	return run(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', 'tsconfig.json']);
}

/** tsc indents with four spaces, a tenth of the package. No text of the nodes spans lines that begin so. */
function indentWithTabs() {
	return gulp
		.src('dist/**/*.js')
		.pipe(
			new Transform({
				objectMode: true,
				transform(file, _encoding, done) {
					const text = file.contents.toString();
					const tabs = text.replace(/^(?: {4})+/gm, (spaces) => '\t'.repeat(spaces.length / 4));
					file.contents = Buffer.from(tabs);
					done(null, file);
				},
			}),
		)
		.pipe(gulp.dest('dist'));
}

function icons() {
	return gulp.src(ICONS, { encoding: false }).pipe(gulp.dest('dist/icons'));
}

function codex() {
	return gulp.src([CODEX, SCHEMAS]).pipe(gulp.dest('dist/nodes'));
}

/** Every node and credential that n8n is told about was built, and has its codex file and icon. */
async function checkPackage() {
	const manifest = JSON.parse(await readFile('package.json', 'utf8'));
	const files = [...manifest.n8n.nodes, ...manifest.n8n.credentials];
	const codexFiles = manifest.n8n.nodes.map((file) => file.replace(/\.js$/, '.json'));
	const schemas = manifest.n8n.nodes
		.filter((file) => !file.endsWith('Trigger.node.js'))
		.map((file) => file.replace(/[^/]+$/, '__schema__'));
	const missing = [
		...files,
		...codexFiles,
		...schemas,
		'dist/icons/fotor.svg',
		'dist/icons/fotor.dark.svg',
	].filter((file) => !existsSync(file));
	if (missing.length) throw new Error(`Missing in the build: ${missing.join(', ')}`);
	if (manifest.dependencies) throw new Error('The package must have no runtime dependencies');
	const built = require('./dist/fotor/version.js').VERSION;
	if (built !== manifest.version) {
		throw new Error(`fotor/version.ts says ${built}, package.json says ${manifest.version}`);
	}
}

function watch() {
	gulp.watch([...SOURCES, ...PAGE, ICONS, CODEX, SCHEMAS], build);
}

function run(command, args) {
	return new Promise((resolve, reject) => {
		spawn(command, args, { stdio: 'inherit' }).on('exit', (code) =>
			code === 0 ? resolve() : reject(new Error(`${args[0]} ended with ${code}`)),
		);
	});
}

const build = gulp.series(
	clean,
	page,
	gulp.parallel(gulp.series(compile, indentWithTabs), icons, codex),
	checkPackage,
);

exports.clean = clean;
exports.build = build;
exports.dev = gulp.series(build, watch);
exports.default = build;
