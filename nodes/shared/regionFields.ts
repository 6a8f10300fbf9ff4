import type { INodeProperties } from 'n8n-workflow';

export const REGIONS_EXAMPLE =
	'[{"x": 25, "y": 25, "width": 50, "height": 50, "shape": "rectangle"}]';

/** The area of the 'Center' preset, in percent. */
export const CENTER = { x: 25, y: 25, width: 50, height: 50 };

/** The default shape in a new form. */
export const FIRST_SHAPE = { ...CENTER, shape: 'rectangle' };

/** The values of other fields for which to show the region fields. */
type Show = Record<string, string[]>;

/**
 * The fields that define shapes on an image, either row by row or as JSON. `readRegions` reads them.
 * @param hint shown below the choice between form fields and JSON
 */
export function regionFields(show: Show, hint?: string): INodeProperties[] {
	return [
		{
			displayName: 'Define Shapes',
			name: 'defineRegions',
			type: 'options',
			options: [
				{
					name: 'Using Fields Below',
					value: 'fields',
					description: 'The same number of shapes for all items',
				},
				{
					name: 'Using JSON',
					value: 'json',
					description: 'A list from an earlier node, with any number of shapes per item',
				},
			],
			default: 'fields',
			description: 'How to define the shapes',
			...(hint ? { hint } : {}),
			displayOptions: { show },
		},
		{
			displayName: 'Shapes',
			name: 'maskRegions',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true },
			placeholder: 'Add shape',
			default: { region: [FIRST_SHAPE] },
			description: 'The parts of the image to replace. Shapes can overlap.',
			displayOptions: { show: { ...show, defineRegions: ['fields'] } },
			options: [{ displayName: 'Shape', name: 'region', values: REGION }],
		},
		{
			displayName: 'Shapes (JSON)',
			name: 'maskRegionsJson',
			type: 'json',
			required: true,
			default: REGIONS_EXAMPLE,
			hint: 'A list of objects with x, y, width and height (in percent) and shape (rectangle or ellipse)',
			description:
				'The parts of the image to replace. Positions and sizes are percentages of the image width and height, measured from the top-left corner. An entry without a shape is a rectangle. Instead of numbers, an entry can have a preset: whole, center, leftHalf, rightHalf, topHalf, bottomHalf or border.',
			displayOptions: { show: { ...show, defineRegions: ['json'] } },
		},
	];
}

const byNumbers = { show: { preset: ['custom'] } };

/** n8n fills each new row with these defaults, which cover the top-left corner. The first row covers the center. */
const REGION: INodeProperties[] = [
	{
		displayName: 'Area',
		name: 'preset',
		type: 'options',
		options: [
			{
				name: 'Border',
				value: 'border',
				description: 'Everything but the center',
			},
			{ name: 'Bottom Half', value: 'bottomHalf' },
			{ name: 'Center', value: 'center', description: 'Half the width and height, in the middle' },
			{ name: 'Custom', value: 'custom', description: 'Position and size as percentages' },
			{ name: 'Left Half', value: 'leftHalf' },
			{ name: 'Right Half', value: 'rightHalf' },
			{ name: 'Top Half', value: 'topHalf' },
			{ name: 'Whole Image', value: 'whole' },
		],
		default: 'custom',
		description: 'Which part of the image the shape fills',
	},
	{
		displayName: 'Shape',
		name: 'shape',
		type: 'options',
		options: [
			{ name: 'Ellipse', value: 'ellipse' },
			{ name: 'Rectangle', value: 'rectangle' },
		],
		default: 'rectangle',
		description: 'An ellipse touches the edges of its area',
	},
	percent('Left (%)', 'x', 0, 'Distance from the left edge, as a percentage of the image width'),
	percent('Top (%)', 'y', 0, 'Distance from the top edge, as a percentage of the image height'),
	percent('Width (%)', 'width', 25, 'As a percentage of the image width'),
	percent('Height (%)', 'height', 25, 'As a percentage of the image height'),
];

function percent(
	displayName: string,
	name: string,
	value: number,
	description: string,
): INodeProperties {
	return {
		displayName,
		name,
		type: 'number',
		typeOptions: { minValue: value ? 1 : 0, maxValue: 100, numberPrecision: 0 },
		default: value,
		description,
		displayOptions: byNumbers,
	};
}
