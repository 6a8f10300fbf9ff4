import type { BinaryHelperFunctions, IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { Bitmap } from '../../fotor/image/bitmap';
import { coverageOf, encodeMask, type MaskConvention } from '../../fotor/image/mask';

/** The form's mask settings, which all operations share. */
export interface MaskSettings {
	/** Binary field of the output. */
	field: string;
	convention: MaskConvention;
}

/**
 * An item with its mask: all its files and fields stay.
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
