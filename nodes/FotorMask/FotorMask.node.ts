import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { inputFailure } from '../../fotor/failure';
import { labelsOf } from '../shared/choose';
import { icon } from '../shared/tool';
import { nodeError } from './failed';
import { FIELDS } from './fields';
import { LINK_TOOLTIP, PAGE_HOOKS } from './hooks';
import { draw, fromTransparency } from './make';
import { paint } from './paint';
import { receive } from './receive';

type Operation = (context: IExecuteFunctions) => Promise<INodeExecutionData[]>;

const OPERATIONS: Record<string, Operation | undefined> = { draw, fromTransparency, paint };

/** Makes masks for AI Replace without calling Fotor. */
export class FotorMask implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Fotor Mask',
		name: 'fotorMask',
		icon: icon('mask'),
		group: ['transform'],
		version: 1,
		subtitle: `={{ (${labelsOf(FIELDS, 'operation')})[$parameter["operation"]] }}`,
		description: 'Make a mask that shows Fotor AI Replace which part of an image to replace. Free.',
		defaults: { name: 'Fotor Mask' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		builderHint: {
			searchHint:
				'Makes the mask for Fotor AI Replace. Can wait for a person to open a web page and paint over the part to replace.',
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-fotor.fotorAiReplace',
					relationHint: 'Replaces the part of the image that the mask marks',
				},
			],
		},
		webhooks: PAGE_HOOKS,
		waitingNodeTooltip: LINK_TOOLTIP,
		properties: FIELDS,
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const name = this.getNodeParameter('operation', 0) as string;
		const operation = OPERATIONS[name];
		if (operation) return [await operation(this)];
		const advice = "Choose an 'Operation' from the list.";
		throw nodeError(this, inputFailure(`This node has no operation '${name}'`, advice), 0);
	}

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receive(this);
	}
}
