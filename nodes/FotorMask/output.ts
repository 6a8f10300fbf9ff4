import type { BinaryHelperFunctions, IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { Bitmap } from '../../fotor/image/bitmap';
import { grown } from '../../fotor/image/grow';
import type { MaskConvention } from '../../fotor/image/mask';
import { encodeMonochromePng } from '../../fotor/image/monochromePng';

/** What the form says about the masks of all operations. */
export interface MaskSettings {
	/** Binary field of the output. */
	field: string;
	convention: MaskConvention;
	/** px */
	grow: number;
}

/** An item with its mask: all its files and fields stay. */
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
	const { png, coverage } = await encode(marked, settings, signal);
	const name = `${imageName?.replace(/\.\w+$/, '') || 'image'}-mask.png`;
	const mask = await helpers.prepareBinaryData(png, name, 'image/png');
	return {
		json: { ...item.json, width, height, coverage, ...more },
		binary: { ...item.binary, [settings.field]: mask },
		pairedItem: { item: itemIndex },
	};
}

async function encode(
	marked: Bitmap,
	{ convention, grow }: MaskSettings,
	signal?: AbortSignal,
): Promise<{ png: Buffer; coverage: number }> {
	const { width, height } = marked;
	const draw = grown(marked, grow);
	let count = 0;
	const png = await encodeMonochromePng(
		width,
		height,
		(row, y) => {
			draw(row, y);
			for (const byte of row) count += BITS[byte] as number;
			if (convention === 'blackReplaces') row.forEach((byte, at) => (row[at] = byte ^ 0xff));
		},
		signal,
	);
	return { png, coverage: percent(count / (width * height)) };
}

/** Two decimals. Not 0 or 100 for a mask that isn't empty or full. */
function percent(share: number): number {
	if (share === 0 || share === 1) return 100 * share;
	return Math.min(99.99, Math.max(0.01, Math.round(1e4 * share) / 100));
}

/** Set bits of each byte. */
const BITS = Uint8Array.from({ length: 256 }, (_, byte) => {
	let count = 0;
	for (let rest = byte; rest; rest >>= 1) count += rest & 1;
	return count;
});
