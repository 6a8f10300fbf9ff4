import type { INodeProperties } from 'n8n-workflow';

export const METHOD_FIELD: INodeProperties = {
	displayName: 'Expand With',
	name: 'method',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'AI Model',
			value: 'imageModel',
			description: 'An AI model paints the new area',
		},
		{
			name: 'Expand Endpoint',
			value: 'expandEndpoint',
			description: "Fotor's own AI Expand. You enter its path and fields.",
		},
	],
	default: 'imageModel',
	description: 'What expands the image',
};

const displayOptions = { show: { method: ['expandEndpoint'] } };

export const ENDPOINT_FIELDS: INodeProperties[] = [
	{
		displayName:
			"These values are guesses, because the documentation for Fotor's AI Expand isn't public. If you have that documentation, copy the path and the fields from it.",
		name: 'endpointNotice',
		type: 'notice',
		default: '',
		displayOptions,
	},
	{
		displayName: 'Endpoint Path',
		name: 'endpointPath',
		type: 'string',
		required: true,
		default: '/v1/aiart/expand',
		description: 'Path of the endpoint, starting with /v1/',
		displayOptions,
	},
	{
		displayName: 'Image Field',
		name: 'imageField',
		type: 'string',
		required: true,
		default: 'imageUrl',
		description: 'Name of the request field for the image',
		displayOptions,
	},
	{
		displayName: 'Body',
		name: 'body',
		type: 'json',
		default: '{}',
		description: 'Other fields of the request, as a JSON object',
		displayOptions,
	},
];
