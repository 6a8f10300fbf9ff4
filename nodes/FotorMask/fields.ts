import type { INodeProperties } from 'n8n-workflow';

import { maskConvention } from '../shared/maskConvention';
import { growOption, maskPartField, rotationOption } from '../shared/maskOptions';
import { FIND_NAME } from '../shared/pictureFields';
import { regionFields } from '../shared/regionFields';
import { toolDescriptionField } from '../shared/toolDescription';
import { limitFields } from './limitFields';

const forPaint = { show: { operation: ['paint'] } };

export const FIELDS: INodeProperties[] = [
	toolDescriptionField(
		"Not for AI agents: this node outputs the mask as a file, and tools can't receive or return files. To change part of an image, pass shapes to a Fotor AI Replace tool.",
	),
	{
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Draw Shapes',
				value: 'draw',
				action: 'Draw mask from shapes',
				description: 'Draw rectangles and ellipses over the parts to replace',
			},
			{
				name: 'From Transparency',
				value: 'fromTransparency',
				action: 'Make mask from transparency',
				description: 'Turn the transparent (or opaque) part of a PNG cutout into a mask',
			},
			{
				name: 'Paint',
				value: 'paint',
				action: 'Paint mask in the browser',
				description: 'Wait for a person to paint the masks on a page in the browser',
			},
		],
		default: 'paint',
	},
	{
		displayName:
			'In a node that runs before this one, send the link <code>{{ $execution.resumeUrl }}</code> to the person who will paint. The page shows all incoming images one after another. In a manual run, the output panel shows the link.',
		name: 'paintNotice',
		type: 'notice',
		default: '',
		displayOptions: forPaint,
	},
	{
		displayName: 'Input Binary Field',
		name: 'imageBinaryProperty',
		type: 'string',
		required: true,
		default: 'data',
		hint: FIND_NAME,
		description: 'The mask is the same size as this image',
	},
	...regionFields({ operation: ['draw'] }),
	maskPartField({ show: { operation: ['fromTransparency'] } }),
	{
		displayName: 'Put Output File in Field',
		name: 'outputBinaryProperty',
		type: 'string',
		required: true,
		default: 'mask',
		hint: 'The name of the output binary field to put the mask in',
		description: 'The item keeps its other files',
	},
	...limitFields(forPaint),
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			growOption('Margin to add around the part to replace'),
			rotationOption(
				'How to draw shapes on an image that a camera marked as rotated (EXIF orientation)',
				{ show: { '/operation': ['draw'] } },
			),
			{
				displayName: 'Instructions',
				name: 'instructions',
				type: 'string',
				typeOptions: { rows: 3 },
				default: '',
				placeholder: 'e.g. Paint over the price tag',
				description: "Text to show on the page. The first item's value applies to all items.",
				displayOptions: { show: { '/operation': ['paint'] } },
			},
			maskConvention('Mask color that marks the part to replace'),
			{
				displayName: 'Require Name',
				name: 'requireName',
				type: 'boolean',
				default: false,
				description:
					"Whether to ask for the name of the person who paints the mask. The output includes the name as 'paintedBy'.",
				displayOptions: { show: { '/operation': ['paint'] } },
			},
		],
	},
];
