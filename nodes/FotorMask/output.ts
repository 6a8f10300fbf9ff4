import type { BinaryHelperFunctions, IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { Bitmap } from '../../fotor/image/bitmap';
import { coverageOf, encodeMask, type MaskConvention } from '../../fotor/image/mask';

/** The mask settings that all operations share. */
export interface MaskSettings {
	/** Name of the output binary field. */
	field: string;
	convention: MaskConvention;
}

/**
 * Adds the mask to an item, which keeps its other files and fields.
 * @param marked the pixels to replace
 */
export async function maskedItem(
	helpers: Pick<BinaryHelperFunctions, 'prepareBinaryData'>,
	{
		item,
		itemIndex,
		imageName,
	}: { item: INodeExecutionData; itemIndex: number; imageName?: string },
	marked: Bitmap,
	settings: MaskSettings,
	more: IDataObject = {},
	signal?: AbortSignal,
): Promise<INodeExecutionData> {
	const { width, height } = marked;
	const coverage = coverageOf(marked);
	const png = await encodeMask(marked, settings.convention, signal);
	const name = `${imageName?.replace(/\.\w+$/, '') || 'image'}-mask.png`;
	const mask = await helpers.prepareBinaryData(png, name, 'image/png');
	return {
		json: { ...item.json, width, height, coverage, ...more },
		binary: { ...item.binary, [settings.field]: mask },
		pairedItem: { item: itemIndex },
	};
}
