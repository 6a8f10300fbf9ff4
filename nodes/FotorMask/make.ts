import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { toFailure } from '../../fotor/failure';
import { chunksOf, openFile } from '../../fotor/file/open';
import type { CutoutPart } from '../../fotor/image/cutout';
import { inspectFile } from '../../fotor/image/inspect';
import { makeMask, type MaskImages } from '../../fotor/image/makeMask';
import type { MaskConvention } from '../../fotor/image/mask';
import {
	CutoutMask,
	DrawnMask,
	type ExifOrientation,
	type FilePicture,
	type MadeMask,
} from '../../fotor/image/picture';
import { failedItem } from '../../fotor/nodeError';
import { Form } from '../shared/form';
import { readRegions } from '../shared/regions';
import { nodeError } from './failed';
import { FIELDS } from './fields';
import { imageOf, refuseAgents } from './image';
import { maskedItem } from './output';

/** Reads an item's form and returns the mask to make. Throws a Failure if a value can't be used. */
type ReadMask = (form: Form, image: FilePicture, look: [MaskConvention, number]) => MadeMask;

/** Draws a mask from shapes for each item. */
export async function draw(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	return await makeMasks(context, (form, image, [convention, grow]) => {
		const orientation = form.options.option<ExifOrientation>('exifOrientation');
		return new DrawnMask(image, readRegions(form), convention, orientation, grow);
	});
}

/** Makes a mask for each item from the transparency of its image. */
export async function fromTransparency(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	return await makeMasks(context, (form, image, [convention, grow]) => {
		return new CutoutMask(image, image, form.option<CutoutPart>('maskPart'), convention, grow);
	});
}

/** Makes the masks one at a time to keep memory use low. */
async function makeMasks(
	context: IExecuteFunctions,
	readMask: ReadMask,
): Promise<INodeExecutionData[]> {
	const signal = context.getExecutionCancelSignal?.();
	const hints = new Set<string>();
	const output: INodeExecutionData[] = [];
	for (const [itemIndex, item] of context.getInputData().entries()) {
		try {
			refuseAgents(context, "this node: tools can't receive or return files");
			const form = new Form(context, itemIndex, FIELDS);
			const convention = form.options.option<MaskConvention>('maskConvention');
			const image = imageOf(form);
			const mask = readMask(form, image, [convention, form.options.number('grow')]);
			const field = form.text('outputBinaryProperty');
			const hint = (text: string) => hints.add(text);
			const marked = await makeMask(mask, imagesOf(context), { hint, signal });
			const place = { item, itemIndex, imageName: image.file.fileName };
			const { helpers } = context;
			output.push(await maskedItem(helpers, place, marked, { field, convention }, {}, signal));
		} catch (thrown) {
			const failure = toFailure(thrown);
			const isFinal = failure.kind === 'cancelled' || !context.continueOnFail();
			if (isFinal) throw nodeError(context, failure, itemIndex);
			output.push(failedItem(context, failure, { itemIndex }));
		}
	}
	const shown = [...hints].map((message) => {
		return { message, type: 'warning' as const, location: 'outputPane' as const };
	});
	context.addExecutionHints?.(...shown);
	return output;
}

function imagesOf(context: IExecuteFunctions): MaskImages {
	const fileOf = (picture: Parameters<MaskImages['read']>[0]) =>
		openFile(context, (picture as FilePicture).file, picture.label);
	return {
		size: async (picture) => await inspectFile(await fileOf(picture), picture.label),
		read: async (picture) => await chunksOf(await fileOf(picture)),
	};
}
