import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { INodeProperties, INodeType } from 'n8n-workflow';

import { allFields } from '../../scripts/docs/fields';
import { loadNodes } from '../../scripts/docs/loadNodes';
import { anchor, shortList } from '../../scripts/docs/markdown';
import { DOCS, fill, pages, type Page } from '../../scripts/generate-docs';

const ROOT = join(DOCS, '..');
const FILES = readdirSync(join(DOCS, 'nodes')).map((name) => `nodes/${name}`);
const PAGES = [...FILES, 'common-options.md'];
/** n8n's own labels that the pages mention. */
const N8N = ['On Error', 'Continue (using error output)', 'Add option'];

describe('node pages', () => {
	let nodes: INodeType[];
	let all: Page[];
	beforeAll(async () => {
		nodes = await loadNodes();
		all = await pages();
	});
	const textOf = (path: string) => all.find((page) => page.path === path)?.filled ?? '';
	const pathOf = ({ description }: INodeType) => `nodes/${description.name}.md`;
	const labelsOf = (of: INodeType[]) =>
		of.flatMap(({ description }) => allFields(description.properties).flatMap(labels));

	test('every page belongs to a node and has up-to-date tables (otherwise run "npm run docs")', () => {
		expect(all.filter(({ kept, filled }) => kept !== filled).map(({ path }) => path)).toEqual([]);
		expect([...FILES].sort()).toEqual([...nodes.map(pathOf), 'nodes/README.md'].sort());
	});

	test("every parameter and choice is named on its node's page or on the common page", () => {
		const common = textOf('common-options.md');
		for (const node of nodes) {
			const text = textOf(pathOf(node)) + common;
			expect(text.split('| **Concurrent Tasks** |')).toHaveLength(2);
			for (const { displayName, type, options = [] } of allFields(node.description.properties)) {
				const named = [`**${displayName}**`, `## ${displayName}\n`];
				expect(named.filter((words) => text.includes(words))).not.toEqual([]);
				if (type !== 'options' && type !== 'multiOptions') continue;
				const names = options.map(({ name }) => name);
				const isNamed = names.every((name) => text.includes(`**${name}**`));
				expect(isNamed || text.includes(`| ${shortList(names)} |`)).toBe(true);
			}
		}
	});

	test.each(PAGES)('%s is complete and uses *italics* only for labels in n8n', (path) => {
		const text = textOf(path);
		expect(text).toContain('\n## Known gaps\n\n');
		for (const block of text.split(/\n\n+/).filter((part) => part.includes('| --- |'))) {
			const rows = block.split('\n').filter((line) => line.startsWith('|'));
			expect(new Set(rows.map((row) => row.split(/(?<!\\)\|/).length)).size).toBe(1);
		}
		const own = nodes.filter((node) => pathOf(node) === path);
		const main = nodes.filter(({ description }) => description.name === 'fotor');
		const titles = nodes.map(({ description }) => description.displayName);
		const known = [...labelsOf(own.length ? [...own, ...main] : nodes), ...titles, ...N8N];
		expect(own.length === 0 || text.includes('](../common-options.md)')).toBe(true);
		expect(italics(text).filter((label) => !known.includes(label))).toEqual([]);
	});
});

const ALL_PAGES = [
	...readdirSync(DOCS, { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.md'))
		.map((name) => join(DOCS, name)),
	join(ROOT, 'README.md'),
	join(ROOT, 'CONTRIBUTING.md'),
];

test('every image is shown on a page', () => {
	const images = readdirSync(join(DOCS, 'images'), { recursive: true, encoding: 'utf8' });
	const texts = ALL_PAGES.map((file) => readFileSync(file, 'utf8')).join('');
	const pictures = images.filter((name) => name.endsWith('.png'));
	expect(pictures.filter((name) => !texts.includes(`images/${name}`))).toEqual([]);
});

test('every link and image in the documentation has a target', () => {
	const headings = (file: string) =>
		[...readFileSync(file, 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, text = '']) => anchor(text));
	const broken = ALL_PAGES.flatMap((file) =>
		[...readFileSync(file, 'utf8').matchAll(/(?:\]\(|src=")(?!https?:)([^)"\s]+)[)"]/g)]
			.filter(([, target = '']) => {
				const [path = '', place] = target.split('#');
				const linked = path ? join(dirname(file), path) : file;
				return !existsSync(linked) || (place && !headings(linked).includes(place));
			})
			.map(([link]) => `${relative(ROOT, file)}: ${link}`),
	);
	expect(broken).toEqual([]);
});

test('the text between markers is replaced, and a page without them is rejected', () => {
	const page = (text: string) => `A\n<!-- a:start -->\n${text}\n<!-- a:end -->\n<!-- b:start -->\n`;
	expect(fill(page('old'), { a: '| $& |' })).toBe(page('| $& |'));
	expect(() => fill(page('old'), { b: '' })).toThrow('<!-- b:end -->');
});

/** Labels of a field, its choices and its input modes, with and without units. */
function labels({ displayName, options = [], modes = [] }: INodeProperties): string[] {
	const choices = options.map((one) => ('displayName' in one ? one.displayName : one.name));
	const plain = [displayName, ...choices].map((label) => label.replace(/ \([^)]+\)$/, ''));
	return [...plain, displayName, ...choices, ...modes.map((mode) => mode.displayName)];
}

/** Text in single asterisks outside code. A path such as *Options → Quality* is split into its parts. */
function italics(text: string): string[] {
	const prose = text.replace(/```.*?```|`[^`\n]*`/gs, '');
	const found = prose.matchAll(/(?<![*\w])\*([^*]+)\*(?![*\w])/g);
	return [...found].flatMap(([, label = '']) => label.replace(/\s+/g, ' ').split(' → '));
}
