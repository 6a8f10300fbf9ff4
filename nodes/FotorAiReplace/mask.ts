import type { INodeProperties } from 'n8n-workflow';

import type { CutoutPart } from '../../fotor/image/cutout';
import type { MaskConvention } from '../../fotor/image/mask';
import {
	CutoutMask,
	DrawnMask,
	type FilePicture,
	type Picture,
	type UrlPicture,
} from '../../fotor/image/picture';
import { inputFailure, type Failure } from '../../fotor/failure';
import type { Form } from '../shared/form';
import { maskConvention } from '../shared/maskConvention';
import { growOption, maskPartField, rotationOption } from '../shared/maskOptions';
import { pictureFields } from '../shared/pictureFields';
import { FIRST_SHAPE, regionFields } from '../shared/regionFields';
import { readRegions } from '../shared/regions';

const RULE =
	'White areas are replaced, and black areas stay. Use a mask of the same size as the image.';

/** The binary field in which Fotor Mask puts its mask by default. */
const MASK = 'mask';

const [, FILE, URL] = pictureFields({
	name: 'mask',
	label: 'Mask',
	what: 'the mask',
	defaultField: MASK,
}) as [INodeProperties, INodeProperties, INodeProperties];

const fromTransparency = { show: { maskSource: ['transparency'] } };

/** The fields that define which part of the image to replace. */
export const MASK_FIELDS: INodeProperties[] = [
	{
		displayName: 'Area to Replace',
		name: 'maskSource',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Draw Shapes',
				value: 'regions',
				description: 'Rectangles and ellipses that this node draws',
			},
			{
				name: 'From Transparency',
				value: 'transparency',
				description:
					'The transparent part of a PNG, such as a result from Fotor Background Remover',
			},
			{
				name: 'Binary File',
				value: 'binary',
				description: 'A mask file from the input item',
			},
			{ name: 'URL', value: 'url', description: 'Public link to the mask' },
		],
		default: 'regions',
		hint: "To paint the area by hand, put Fotor Mask before this node and choose 'Binary File' here",
		description: 'Where the mask comes from. The mask marks the area to replace.',
	},
	...regionFields(
		{ maskSource: ['regions'] },
		"To see the area on your image before you pay, add the option 'Dry Run' and open 'overlay'",
	),
	{ ...FILE, hint: `${FILE.hint}. ${RULE}` },
	{ ...URL, hint: RULE },
	{
		displayName: 'Cutout Input Binary Field',
		name: 'maskBinaryProperty',
		type: 'string',
		default: '',
		placeholder: 'e.g. cutout',
		hint: 'Leave empty to use the transparency of the image itself. Otherwise, enter the name of the input binary field with the cutout of the same image.',
		description:
			"A PNG of the same size as the image. Needed if the image itself isn't transparent.",
		displayOptions: fromTransparency,
	},
	maskPartField(fromTransparency),
];

export const MASK_OPTIONS: INodeProperties[] = [
	growOption('Margin to add around the area to replace. A mask from a file or URL stays as it is.'),
	rotationOption(
		"How to draw shapes on an image that a camera marked as rotated (EXIF orientation). Fotor doesn't document whether it rotates such images.",
	),
	maskConvention(
		"Color that marks the area to replace in masks that this node makes. Fotor doesn't document which color it expects. White is the usual choice.",
	),
];

/**
 * The mask that the form asks for. The engine makes the mask before sending anything.
 * @throws Failure if the form can't be used
 */
export function readMask(form: Form, image: UrlPicture | FilePicture): Picture {
	const { options } = form;
	const source = form.option('maskSource');
	if (source !== 'regions' && source !== 'transparency') return form.picture('mask');
	const convention = options.option<MaskConvention>('maskConvention');
	const grow = options.number('grow');
	if (source === 'regions') {
		const orientation = options.option<'apply' | 'ignore'>('exifOrientation');
		const regions = readRegions(form);
		if (form.files()[MASK] && isUntouched(form)) throw unusedMask();
		return new DrawnMask(image, regions, convention, orientation, grow);
	}
	const part = form.option<CutoutPart>('maskPart');
	return new CutoutMask(image, cutoutOf(form, image), part, convention, grow);
}

/**
 * True if the form contains only the unchanged default shape. Users who want that shape can choose the preset 'Center'.
 */
function isUntouched(form: Form): boolean {
	if (form.option('defineRegions') === 'json') return false;
	const [row, ...others] = form.rows('maskRegions', 'region', 'Shape');
	if (!row || others.length > 0 || row.optionalText('preset').toLowerCase() === 'center')
		return false;
	return Object.entries(FIRST_SHAPE).every(([name, value]) => row.value(name) === value);
}

function unusedMask(): Failure {
	return inputFailure(
		`This item has a file '${MASK}', but 'Area to Replace' is 'Draw Shapes', and the shape is still the default`,
		"To use the file, set 'Area to Replace' to 'Binary File'. To replace the center of the image, set 'Area' to 'Center'.",
	);
}

function cutoutOf(form: Form, image: UrlPicture | FilePicture): UrlPicture | FilePicture {
	if (!form.isSet('maskBinaryProperty')) return image;
	return form.pictureOf(form.value('maskBinaryProperty'), 'Cutout Input Binary Field');
}
