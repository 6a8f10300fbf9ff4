import { Workflow, type INode, type INodeParameters, type INodeType } from 'n8n-workflow';

import { allNodes } from '../../harness/engine/fotor';

/** The text under a node's name on the canvas, evaluated like in n8n's editor. */
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

test('every node has a subtitle on the canvas, without quotes', async () => {
	const nodes = await allNodes();
	const shown = nodes.map((node) => [
		node.description.name,
		subtitle(node, { prompt: 'a red balloon' }),
	]);
	const wrong = shown.filter(
		([, text]) => typeof text !== 'string' || !/^[^'"]+$/.test(text) || /undefined/.test(text),
	);
	expect(wrong).toEqual([]);
});
