import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { ROOT } from './importGraph';

/** Licenses accepted for development tools. None of these tools ships, because the package has no dependencies. */
const FREE = [
	'0BSD',
	'AFL-2.1',
	'Apache-2.0',
	'BSD-2-Clause',
	'BSD-3-Clause',
	'BlueOak-1.0.0',
	'CC-BY-3.0',
	'CC-BY-4.0',
	'CC0-1.0',
	'ISC',
	'LGPL-3.0-or-later',
	'MIT',
	'MIT-0',
	'Python-2.0',
	'Unlicense',
	'WTFPL',
];

/** Packages whose manifest names no accepted license, with the license found by hand. */
const READ_BY_HAND: Record<string, string> = {
	'@cspell/dict-en-common-misspellings': 'CC BY-SA 4.0, a word list',
	buildcheck: 'MIT, in the old field "licenses"',
	busboy: 'MIT, in the old field "licenses"',
	'cpu-features': 'MIT, in the old field "licenses"',
	'humanize-number': 'MIT, in its README',
	ssh2: 'MIT, in the old field "licenses"',
	streamsearch: 'MIT, in the old field "licenses"',
};

/** n8n's own packages. Their Sustainable Use License permits use as a development tool. */
const OF_N8N = /^(@n8n\/|@n8n_io\/|n8n-)/;

interface Locked {
	name?: string;
	license?: string;
}

const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
	packages: Record<string, Locked>;
};
const packages = Object.entries(lock.packages)
	.filter(([path]) => path)
	.map(([path, { name, license = '' }]) => ({
		name: name ?? path.replace(/^.*node_modules\//, ''),
		license,
	}));

/** True if every AND term of an SPDX expression includes an accepted license. */
function isFree(expression: string): boolean {
	const parts = expression.replace(/[()]/g, '').split(' AND ');
	return parts.every((part) => part.split(' OR ').some((license) => FREE.includes(license)));
}

it('every development dependency has an accepted license', () => {
	const others = packages.filter(
		({ name, license }) => !isFree(license) && !OF_N8N.test(name) && !(name in READ_BY_HAND),
	);
	expect(others).toEqual([]);
});

it('the list of manually reviewed licenses has no outdated entry', () => {
	const needed = packages.filter(({ license }) => !isFree(license)).map(({ name }) => name);
	expect(Object.keys(READ_BY_HAND).filter((name) => !needed.includes(name))).toEqual([]);
});
