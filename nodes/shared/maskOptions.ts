import type { INodeProperties } from 'n8n-workflow';

/** The part of a cutout that becomes the mask. */
export function maskPartField(displayOptions: INodeProperties['displayOptions']): INodeProperties {
	return {
		displayName: 'Part to Replace',
		name: 'maskPart',
		type: 'options',
		options: [
			{
				name: 'Opaque Part',
				value: 'opaque',
				description: 'The subject. The background stays.',
			},
			{
				name: 'Transparent Part',
				value: 'transparent',
				description: 'The background. The subject stays.',
			},
		],
		default: 'transparent',
		description: 'A pixel counts as transparent if its opacity is below 50%',
		displayOptions,
	};
}

/** The option for a margin around the part to replace. */
export function growOption(description: string): INodeProperties {
	return {
		displayName: 'Grow (Pixels)',
		name: 'grow',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 1000, numberPrecision: 0 },
		default: 0,
		description,
	};
}

/** The option for images that a camera marked as rotated. */
export function rotationOption(
	description: string,
	displayOptions?: INodeProperties['displayOptions'],
): INodeProperties {
	return {
		displayName: 'Image Rotation',
		name: 'exifOrientation',
		type: 'options',
		options: [
			{
				name: 'As Stored',
				value: 'ignore',
				description: 'Draw the mask for the stored image, which image viewers may show rotated',
			},
			{
				name: "Follow the Camera's Rotation",
				value: 'apply',
				description: 'Draw the mask for the image as image viewers show it',
			},
		],
		default: 'apply',
		description,
		...(displayOptions ? { displayOptions } : {}),
	};
}
