import { Workflow, type INode, type INodeParameters, type INodeType } from 'n8n-workflow';

import { allNodes } from '../../harness/engine/fotor';

/** The text under a node's name on the canvas, evaluated as in n8n's editor. */
function subtitle(node: INodeType, parameters: INodeParameters): unknown {
	const { name, subtitle: text, version } = node.description;
	const placed: INode = {
		id: '1',
		name,
		type: name,
		typeVersion: [version].flat()[0] ?? 1,
		position: [0, 0],
		parameters,
	};
	const nodeTypes = {
		getByName: () => node,
		getByNameAndVersion: () => node,
		getKnownTypes: () => ({}),
	};
	const workflow = new Workflow({ nodes: [placed], connections: {}, active: false, nodeTypes });
	const onCanvas = workflow.getNode(name) as INode;
	return workflow.expression.getSimpleParameterValue(onCanvas, text, 'internal', {});
}

const PROMPT = 'a red balloon over the sea at dawn, soft light, long shadows on the beach';

test.each<[string, INodeParameters, string]>([
	['fotor', {}, 'Task: Wait'],
	['fotor', { resource: 'account', operation: 'getRechargeLinks' }, 'Account: Get Top-Up Links'],
	['fotorAiExpand', {}, '16:9'],
	['fotorAiExpand', { method: 'expandEndpoint' }, 'Expand Endpoint'],
	['fotorBackgroundRemover', { subject: 'SegmentBody' }, 'Person'],
	['fotorColorize', {}, 'data'],
	['fotorColorize', { imageSource: 'url' }, 'URL'],
	['fotorFaceSwap', {}, 'template'],
	['fotorHeadshot', {}, '1 image'],
	['fotorHeadshot', { templates: { template: [{ count: 2 }, { count: 1 }] } }, '3 images'],
	['fotorImageGenerator', {}, 'GPT Image 2'],
	['fotorImageGenerator', { model: { __rl: true, mode: 'id', value: 'new-model' } }, 'new-model'],
	['fotorImageToImage', {}, 'Fotor Sample Style'],
	['fotorListingSet', {}, '1 for Amazon'],
	['fotorListingSet', { platform: 'other', otherPlatform: 'Zalando' }, '1 for Zalando'],
	['fotorMask', {}, 'Paint'],
	['fotorMask', { operation: 'draw' }, 'Draw Shapes'],
	['fotorRestoration', {}, '2×'],
	['fotorSkinRetouch', { imageBinaryProperty: 'photo' }, 'photo'],
	['fotorTextToImage', {}, ''],
	['fotorTextToImage', { prompt: PROMPT }, PROMPT.slice(0, 60)],
	['fotorTrigger', { events: ['completed', 'inProgress'] }, 'completed, in progress'],
	['fotorUpscaler', { scale: 4 }, '4×'],
	['fotorVideoGenerator', {}, 'Seedance 2.0'],
])('%s with %j has the subtitle "%s"', async (name, parameters, text) => {
	const node = (await allNodes()).find(({ description }) => description.name === name);
	expect(subtitle(node as INodeType, parameters)).toBe(text);
});

test('every node has a subtitle that does not repeat its name', async () => {
	const shown = (await allNodes()).map((node) => {
		const { name, displayName } = node.description;
		const text = String(subtitle(node, { prompt: 'a tree' }));
		const repeats = displayName.toLowerCase().includes(text.toLowerCase());
		return [name, text, /^[^'"]+$/.test(text) && !/undefined/.test(text) && !repeats];
	});
	expect(shown.filter(([name, , fine]) => !fine && name !== 'fotorMask')).toEqual([]);
});
