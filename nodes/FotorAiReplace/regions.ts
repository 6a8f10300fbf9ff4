import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { checkRegions, type MaskConvention, type Region } from '../../fotor/image/mask';
import { DrawnMask, type FilePicture, type UrlPicture } from '../../fotor/image/picture';
import type { Form } from '../shared/form';
import type { Values } from '../shared/values';

/** Percent. A smaller side is probably an oversight. */
const SMALLEST = 0.01;

export const REGIONS_SOURCE: INodePropertyOptions = {
	name: 'Draw Regions',
	value: 'regions',
	description: 'Rectangles and ellipses that the node draws for you',
};

export const REGIONS_FIELD: INodeProperties = {
	displayName: 'Mask Regions',
	name: 'maskRegions',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add region',
	default: { region: [{ x: 25, y: 25, width: 50, height: 50, shape: 'rectangle' }] },
	description: 'The parts of the picture to replace, in percent of its width and height',
	displayOptions: { show: { maskSource: ['regions'] } },
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

export const CONVENTION_OPTION: INodeProperties = {
	displayName: 'Mask Convention',
	name: 'maskConvention',
	type: 'options',
	options: [
		{ name: 'Black Is Replaced', value: 'blackReplaces' },
		{ name: 'White Is Replaced', value: 'whiteReplaces' },
	],
	default: 'whiteReplaces',
	description:
		'Color of the parts to replace in a mask drawn from regions. Fotor does not document which one it expects; white is the usual one.',
};

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
	const regions = form.rows('maskRegions', 'region', 'Mask Region').map(readRegion);
	checkRegions(regions);
	const convention = form.options.value('maskConvention') as MaskConvention;
	const orientation = form.options.value('exifOrientation') === 'ignore' ? 'ignore' : 'apply';
	return new DrawnMask(image, regions, convention, orientation);
}

function readRegion(row: Values): Region {
	return {
		x: row.number('x'),
		y: row.number('y'),
		width: row.number('width'),
		height: row.number('height'),
		shape: row.value('shape') === 'ellipse' ? 'ellipse' : 'rectangle',
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
