import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { inputFailure } from '../../fotor/failure';
import { checkRegions, type MaskConvention, type Region } from '../../fotor/image/mask';
import { DrawnMask, type FilePicture, type UrlPicture } from '../../fotor/image/picture';
import type { Form } from '../shared/form';
import { parseObjects } from '../shared/json';
import { maskConvention } from '../shared/maskConvention';
import type { Values } from '../shared/values';

/** Percent. A smaller side is probably an oversight. */
const SMALLEST = 0.01;

const EXAMPLE = '[{"x": 25, "y": 25, "width": 50, "height": 50, "shape": "rectangle"}]';

export const REGIONS_SOURCE: INodePropertyOptions = {
	name: 'Draw Regions',
	value: 'regions',
	description: 'Rectangles and ellipses that the node draws for you',
};

const REGIONS_FIELD: INodeProperties = {
	displayName: 'Mask Regions',
	name: 'maskRegions',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add region',
	default: { region: [{ x: 25, y: 25, width: 50, height: 50, shape: 'rectangle' }] },
	description: 'The parts of the picture to replace, in percent of its width and height',
	displayOptions: { show: { maskSource: ['regions'], defineRegions: ['fields'] } },
	options: [
		{
			displayName: 'Region',
			name: 'region',
			values: [
				percent('X', 'x', 0, 25, 'Distance from the left edge, in percent of the width'),
				percent('Y', 'y', 0, 25, 'Distance from the top edge, in percent of the height'),
				percent('Width', 'width', SMALLEST, 50, 'In percent of the width of the picture'),
				percent('Height', 'height', SMALLEST, 50, 'In percent of the height of the picture'),
				{
					displayName: 'Shape',
					name: 'shape',
					type: 'options',
					options: [
						{ name: 'Ellipse', value: 'ellipse' },
						{ name: 'Rectangle', value: 'rectangle' },
					],
					default: 'rectangle',
					description: 'Form of the region within its box',
				},
			],
		},
	],
};

/** How the regions are given; shown with the mask source `regions`. */
export const REGIONS_FIELDS: INodeProperties[] = [
	{
		displayName: 'Define Regions',
		name: 'defineRegions',
		type: 'options',
		options: [
			{ name: 'Using Fields Below', value: 'fields', description: 'The same number for all items' },
			{
				name: 'Using JSON',
				value: 'json',
				description: 'A list from an earlier node, with any number of regions per item',
			},
		],
		default: 'fields',
		description: 'How to give the regions to replace',
		displayOptions: { show: { maskSource: ['regions'] } },
	},
	REGIONS_FIELD,
	{
		displayName: 'Mask Regions (JSON)',
		name: 'maskRegionsJson',
		type: 'json',
		required: true,
		default: EXAMPLE,
		hint: 'A list of objects with x, y, width, height (in percent) and shape (rectangle or ellipse)',
		description:
			'The parts of the image to replace, in percent of its width and height from the top left corner. Without a shape a region is a rectangle.',
		displayOptions: { show: { maskSource: ['regions'], defineRegions: ['json'] } },
	},
];

export const CONVENTION_OPTION = maskConvention(
	'Color of the parts to replace in a mask drawn from regions. Fotor does not document which one it expects; white is the usual one.',
);

export const ROTATION_OPTION: INodeProperties = {
	displayName: 'Image Rotation',
	name: 'exifOrientation',
	type: 'options',
	options: [
		{
			name: 'As Stored',
			value: 'ignore',
			description: 'Draw the mask for the stored image, which viewers may show turned',
		},
		{
			name: "Follow the Camera's Rotation",
			value: 'apply',
			description: 'Draw the mask for the image as viewers show it',
		},
	],
	default: 'apply',
	description:
		'How to draw a mask from regions for a photo that the camera stored turned (EXIF orientation). Fotor does not document whether it turns such photos.',
};

/**
 * The mask of the form's regions. The engine draws it once it knows the size of the image.
 * @throws Failure when a region can't be used
 */
export function drawnMask(form: Form, image: UrlPicture | FilePicture): DrawnMask {
	const isJson = form.option('defineRegions') === 'json';
	const regions = isJson
		? regionsOfJson(form)
		: form.rows('maskRegions', 'region', 'Mask Region').map(readRegion);
	checkRegions(regions, form.label(isJson ? 'maskRegionsJson' : 'maskRegions'));
	const { options } = form;
	return new DrawnMask(
		image,
		regions,
		options.option<MaskConvention>('maskConvention'),
		options.option<'apply' | 'ignore'>('exifOrientation'),
	);
}

function regionsOfJson(form: Form): Region[] {
	const rows = parseObjects(
		form.value('maskRegionsJson'),
		form.label('maskRegionsJson'),
		EXAMPLE,
	).map((row) => ({ ...row, shape: row.shape ?? 'rectangle' }));
	return form.rowsOf(rows, 'maskRegions', 'region', 'Mask Region').map((row) => {
		const shape = row.optionalText('shape').toLowerCase() || 'rectangle';
		if (shape === 'rectangle' || shape === 'ellipse') return { ...readRegion(row), shape };
		throw inputFailure(
			`'${row.label('shape')}' must be rectangle or ellipse, but it is ${shape.slice(0, 100)}`,
			'Write the shape as "rectangle" or "ellipse", or leave it out for a rectangle.',
		);
	});
}

function readRegion(row: Values): Region {
	return {
		x: row.number('x'),
		y: row.number('y'),
		width: row.number('width'),
		height: row.number('height'),
		shape: row.isSet('shape') ? row.option<Region['shape']>('shape') : 'rectangle',
	};
}

function percent(
	displayName: string,
	name: string,
	minValue: number,
	value: number,
	description: string,
): INodeProperties {
	return {
		displayName,
		name,
		type: 'number',
		typeOptions: { minValue, maxValue: 100, numberPrecision: 2 },
		default: value,
		description,
	};
}
