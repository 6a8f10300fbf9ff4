import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { checkRegions, type MaskConvention, type Region } from '../../fotor/image/mask';
import { DrawnMask, type FilePicture, type UrlPicture } from '../../fotor/image/picture';
import { checkNumber, type Form } from '../shared/form';
import { readOptions } from '../shared/settings';

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
				percent('X', 'x', 25, 'Distance from the left edge, in percent of the width'),
				percent('Y', 'y', 25, 'Distance from the top edge, in percent of the height'),
				percent('Width', 'width', 50, 'In percent of the width of the picture'),
				percent('Height', 'height', 50, 'In percent of the height of the picture'),
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

/**
 * The mask of the form's regions, drawn when the size of the picture is known.
 * @throws Failure when a region can't be used
 */
export function drawnMask(form: Form, of: UrlPicture | FilePicture): DrawnMask {
	const rows = form.value('maskRegions.region', []);
	const regions = (Array.isArray(rows) ? (rows as Array<Record<string, unknown>>) : []).map(region);
	checkRegions(regions);
	const convention = readOptions(form).maskConvention as MaskConvention | undefined;
	return new DrawnMask(of, regions, convention ?? 'whiteReplaces');
}

function region(row: Record<string, unknown>, index: number): Region {
	const read = (field: string, name: keyof Region, min: number) =>
		checkNumber(row[name], `${field} of Mask Region ${index + 1}`, { min, max: 100 });
	return {
		x: read('X', 'x', 0),
		y: read('Y', 'y', 0),
		width: read('Width', 'width', SMALLEST),
		height: read('Height', 'height', SMALLEST),
		shape: row.shape === 'ellipse' ? 'ellipse' : 'rectangle',
	};
}

/** Percent; less is taken for an oversight. */
const SMALLEST = 0.01;

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
		typeOptions: { minValue: 0, maxValue: 100, numberPrecision: 2 },
		default: value,
		description,
	};
}
