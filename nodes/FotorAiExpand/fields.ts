import type { INodeProperties } from 'n8n-workflow';

export const METHOD_FIELD: INodeProperties = {
	displayName: 'Method',
	name: 'method',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Expand Endpoint',
			value: 'expandEndpoint',
			description: "Fotor's own AI Expand; you fill in its path and fields, which are not public",
		},
		{
			name: 'Image Model',
			value: 'imageModel',
			description: 'An AI model paints the new area; documented, the model decides on details',
		},
	],
	default: 'imageModel',
	description: 'How the picture is expanded',
};

const displayOptions = { show: { method: ['expandEndpoint'] } };

export const ENDPOINT_FIELDS: INodeProperties[] = [
	{
		displayName:
			"Path and fields of Fotor's AI Expand are in no public source: the values below are guesses. Fill in what Fotor's documentation page of AI Expand says.",
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
		description: 'Name of the field that takes the picture',
		displayOptions,
	},
	{
		displayName: 'Body',
		name: 'body',
		type: 'json',
		default: '{}',
		description: 'JSON object with the other fields of the request',
		displayOptions,
	},
];
