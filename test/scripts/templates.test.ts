import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { exampleFiles, type ExampleWorkflow } from '../../harness/n8n/examples';

const ROOT = join(__dirname, '../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const files = exampleFiles();
const examples = files.map((file) => JSON.parse(read(`examples/${file}`)) as ExampleWorkflow);

test('every example has a page, and every page has an example', () => {
	const pages = readdirSync(join(ROOT, 'docs/templates')).filter((name) =>
		/^[a-z].*md$/.test(name),
	);
	expect(pages.map((name) => name.replace('.md', '.json')).sort()).toEqual(files);
	const index = read('docs/templates/README.md');
	for (const page of pages) expect(index).toContain(`](${page})`);
});

test('the IDs of workflows and nodes are unique', () => {
	const ids = examples.flatMap(({ id, nodes }) => [id, ...nodes.map((node) => node.id)]);
	expect(new Set(ids).size).toBe(ids.length);
});

describe.each(files.map((file, index) => [file, examples[index]] as const))(
	'%s',
	(file, example) => {
		const { name, nodes = [], connections = {} } = example ?? {};
		const names = new Set(nodes.map((node) => node.name));

		it('contains no local URLs, credentials or pinned data', () => {
			expect(read(`examples/${file}`)).not.toMatch(
				/localhost|127\.0\.0\.1|"credentials"|"pinData"/,
			);
		});

		it('has notes on how to try it, how to adapt it, and what it costs', () => {
			const notes = nodes.filter(({ type }) => type === 'n8n-nodes-base.stickyNote');
			expect(notes.map((note) => note.name).sort()).toEqual(['Adapt', 'Costs', 'Try It']);
			expect(new Set(notes.map(({ parameters }) => parameters.color)).size).toBe(3);
		});

		it('has a page with its name as the title, and its notes mention only its own nodes', () => {
			expect(read(`docs/templates/${file.replace('.json', '.md')}`)).toMatch(`# ${name}\n`);
			const notes = nodes.flatMap(({ parameters: { content } }) =>
				typeof content === 'string' ? [...content.matchAll(/\*\*([^*]+)\*\*/g)] : [],
			);
			expect(notes.map(([, bold = '']) => bold).filter((bold) => !names.has(bold))).toEqual([]);
		});

		it('connects and references only its own nodes', () => {
			const targets = Object.values(connections).flatMap((kinds) =>
				Object.values(kinds).flatMap((outputs) =>
					outputs.flatMap((links) => links?.map(({ node }) => node) ?? []),
				),
			);
			const referred = [...JSON.stringify(nodes).matchAll(/\$\('([^']+)'\)/g)].map(
				([, found]) => found,
			);
			expect(
				[...Object.keys(connections), ...targets, ...referred].filter(
					(one) => !names.has(one ?? ''),
				),
			).toEqual([]);
		});
	},
);
