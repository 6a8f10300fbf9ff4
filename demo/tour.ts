import type { IConnections, INode, INodeParameters } from 'n8n-workflow';

import { PACKAGE_NAME } from '../harness/n8n/package';
import type { WorkflowDefinition } from '../harness/n8n/rest';
import type { Sandbox } from '../sandbox';

/** Name of the workflow to open first. */
export const TOUR = 'Fotor demo: five tools, before and after';

const START = "When clicking 'Execute workflow'";
const PHOTO = 'Get a Product Photo';
const ALL = 'All Results';
const PAGE = 'Before and After';

interface Stop {
	name: string;
	type: string;
	/** File name of a sample image in the sandbox. */
	sample: string;
	parameters?: INodeParameters;
	/** File name of a sample mask in the sandbox. */
	mask?: string;
}

const STOPS: Stop[] = [
	{ name: 'Remove the Background', type: 'fotorBackgroundRemover', sample: 'product.jpg' },
	{ name: 'Enlarge It', type: 'fotorUpscaler', sample: 'portrait.jpg' },
	{ name: 'Colorize It', type: 'fotorColorize', sample: 'old-photo.jpg' },
	{ name: 'Restore It', type: 'fotorRestoration', sample: 'old-photo.jpg' },
	{
		name: 'Paint the House Red',
		type: 'fotorAiReplace',
		sample: 'landscape.jpg',
		parameters: { prompt: 'paint the house red', maskSource: 'url' },
		mask: 'landscape-mask.png',
	},
];

/** A workflow that runs five tools on sample images and shows each image before and after on one page. */
export function tour({ url }: Pick<Sandbox, 'url'>): WorkflowDefinition {
	const nodes: INode[] = [
		node(START, 'n8n-nodes-base.manualTrigger', 1, [0, 320], {}),
		node(PHOTO, 'n8n-nodes-base.httpRequest', 4.2, [220, 0], {
			url: `${url}/samples/product.jpg`,
			options: { response: { response: { responseFormat: 'file' } } },
		}),
		...STOPS.map((stop, index) => toolNode(stop, index, url)),
		node(ALL, 'n8n-nodes-base.merge', 3.2, [740, 320], { numberInputs: STOPS.length }),
		{
			...node(PAGE, 'n8n-nodes-base.html', 1.2, [960, 320], { html: pageOf(url) }),
			executeOnce: true,
		},
		note('Try It', [0, -180], 4, TRY_IT),
		note('Adapt', [320, STOPS.length * 160], 7, adaptTo(url)),
	];
	const connections: IConnections = {
		[START]: { main: [[PHOTO, ...STOPS.slice(1).map(({ name }) => name)].map((to) => link(to))] },
		[PHOTO]: { main: [[link(STOPS[0]?.name ?? '')]] },
		[ALL]: { main: [[link(PAGE)]] },
	};
	for (const [index, { name }] of STOPS.entries()) {
		connections[name] = { main: [[link(ALL, index)]] };
	}
	return { name: TOUR, nodes, connections, settings: { executionOrder: 'v1' } };
}

const TRY_IT = `## Try It
Press **Execute workflow**, then open **${PAGE}**: it shows each image before and after. In the other nodes, the results are under *Binary*.

The local sandbox, not Fotor, makes these images. They cost nothing.`;

const adaptTo = (url: string) => `## Adapt
To try another image, open a tool node and change *Image URL*. [The sandbox](${url}) lists its sample images.`;

function toolNode(
	{ name, type, sample, parameters, mask }: Stop,
	index: number,
	url: string,
): INode {
	// The first tool takes the downloaded file, and the others take a URL.
	const image = index === 0 ? {} : { imageSource: 'url', imageUrl: `${url}/samples/${sample}` };
	const maskUrl = mask ? { maskUrl: `${url}/samples/${mask}` } : {};
	const all = { ...image, ...parameters, ...maskUrl };
	return node(name, `${PACKAGE_NAME}.${type}`, 1, [480, index * 160], all);
}

/** HTML that fits n8n's output panel and shows two images per tool. The items are in the same order as the tools. */
function pageOf(url: string): string {
	const rows = STOPS.map(({ name, sample }, index) => {
		const after = `{{ $input.all()[${index}].json.resultUrl }}`;
		return `<h4>${name}</h4>\n<img src="${url}/samples/${sample}"> <img src="${after}">`;
	});
	return `<style>
  body { font-family: sans-serif; background: #e8e8ec; color: #222; }
  img { width: 47%; vertical-align: top; }
  h4 { margin: 14px 0 4px; }
</style>
<h2>Before and after</h2>
<p>Made by the local sandbox, which stands in for Fotor.</p>
${rows.join('\n')}`;
}

function node(
	name: string,
	type: string,
	typeVersion: number,
	position: [number, number],
	parameters: INodeParameters,
): INode {
	return { id: name, name, type, typeVersion, position, parameters };
}

function note(name: string, position: [number, number], color: number, content: string): INode {
	const parameters = { content, width: 420, height: 160, color };
	return node(name, 'n8n-nodes-base.stickyNote', 1, position, parameters);
}

function link(to: string, index = 0) {
	return { node: to, type: 'main' as const, index };
}
