import type { IBinaryData, INodeExecutionData, IWebhookFunctions } from 'n8n-workflow';

import { dimensions, type Dimensions } from '../../fotor/file/dimensions';
import { chunksOf, openFile, type OpenFile } from '../../fotor/file/open';
import { StreamParser } from '../../fotor/file/parse';
import { isObject } from '../../fotor/values';
import { binaryName, filesOf } from '../shared/severalFiles';
import { Values } from '../shared/values';
import { FIELDS } from './fields';

/** An image that is waiting for its mask. */
export interface PendingImage {
	item: INodeExecutionData;
	itemIndex: number;
	file: IBinaryData;
	/** The item's form values. */
	form: Values;
}

/** All items of the waiting execution, and the images to paint. */
export interface Pending {
	items: INodeExecutionData[];
	images: PendingImage[];
}

export function pendingImages(context: IWebhookFunctions): Pending {
	const items = context.evaluateExpression('{{ $input.all() }}') as unknown as INodeExecutionData[];
	const images = items.flatMap((item, itemIndex) => {
		const form = new Values(FIELDS, (name) => parameter(context, name, itemIndex));
		const file = fileOf(item, form.value('imageBinaryProperty'));
		return file ? [{ item, itemIndex, file, form }] : [];
	});
	return { items, images };
}

/** The values of the form's `options` that apply to an image. */
export function optionsOf({ form }: PendingImage): Values {
	const values = (form.value('options') ?? {}) as Record<string, unknown>;
	const fields = FIELDS.flatMap(({ name, options = [] }) => (name === 'options' ? options : []));
	return new Values(fields as typeof FIELDS, (name, fallback) => values[name] ?? fallback);
}

/** A parameter's value for an item. In a webhook, n8n evaluates parameters for the first item only. */
function parameter(context: IWebhookFunctions, name: string, itemIndex: number): unknown {
	try {
		return evaluate(context, context.getNode().parameters[name], itemIndex);
	} catch {
		return context.getNodeParameter(name);
	}
}

function evaluate(context: IWebhookFunctions, value: unknown, itemIndex: number): unknown {
	if (typeof value === 'string' && value.startsWith('=')) {
		return context.evaluateExpression(value.slice(1), itemIndex);
	}
	if (!isObject(value)) return value;
	const entries = Object.entries(value);
	return Object.fromEntries(
		entries.map(([key, entry]) => [key, evaluate(context, entry, itemIndex)]),
	);
}

function fileOf(item: INodeExecutionData, field: unknown): IBinaryData | undefined {
	if (isObject(field) && typeof field.mimeType === 'string') return field as never;
	const files = filesOf(item);
	return files[binaryName(String(field), files)];
}

export async function open(context: IWebhookFunctions, image: PendingImage): Promise<OpenFile> {
	return await openFile(context, image.file, image.form.label('imageBinaryProperty'));
}

/** Reads an image's format and size from the beginning of its file. */
export async function sizeOf(file: OpenFile): Promise<Dimensions | undefined> {
	const parser = new StreamParser(dimensions());
	for await (const chunk of await chunksOf(file)) {
		parser.push(chunk);
		if (parser.done) break;
	}
	return parser.result;
}
