import type {
	IBinaryData,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodePropertyCollection,
} from 'n8n-workflow';

import { inputFailure, type Failure } from '../../fotor/failure';
import { isTool } from '../../fotor/host';
import type { PictureLimits } from '../../fotor/image/limits';
import { FilePicture, UrlPicture, type Picture } from '../../fotor/image/picture';
import { emptyField, trimmed } from './checks';
import { COMBINED_FILES, filesOf, filesText, severalFiles } from './severalFiles';
import { Values } from './values';

/** The form of one item. Invalid values are rejected before anything is sent to Fotor. */
export class Form extends Values {
	private optionValues?: Values;

	/**
	 * @param fields the node's `properties`
	 * @param chosen the file to use for an image field that names several files
	 */
	constructor(
		private readonly context: IExecuteFunctions,
		readonly itemIndex: number,
		fields: INodeProperties[],
		private readonly chosen?: { image: string; file: string },
	) {
		super(
			fields,
			(name, fallback) => context.getNodeParameter(name, itemIndex, fallback) as unknown,
			'',
			isTool(context),
		);
	}

	/** True if the node runs as a tool for an agent or an MCP server. */
	get isTool(): boolean {
		return isTool(this.context);
	}

	/** The values of the `options` collection. An option that is missing or null falls back to its default. */
	get options(): Values {
		if (this.optionValues) return this.optionValues;
		const values = (this.value('options') ?? {}) as Record<string, unknown>;
		const fields = this.inside('options') as INodeProperties[];
		const read = (name: string, fallback: unknown) => values[name] ?? fallback;
		this.optionValues = new Values(fields, read, '', this.emptyIsDefault);
		return this.optionValues;
	}

	/**
	 * The rows of a fixed collection.
	 * @param rowName the word for a row in messages, such as "Mask Region" in "X of Mask Region 2"
	 */
	rows(name: string, group: string, rowName?: string): Values[] {
		// Doesn't fall back to the field's default, because a list that the user has emptied should have no rows.
		const rows = this.context.getNodeParameter(`${name}.${group}`, this.itemIndex, []) as unknown;
		return this.rowsOf(Array.isArray(rows) ? rows : [], name, group, rowName);
	}

	/**
	 * Like {@link rows}, but for rows from another source, such as JSON. The rows have the fixed collection's fields.
	 */
	rowsOf(
		rows: Array<Record<string, unknown>>,
		name: string,
		group: string,
		rowName?: string,
	): Values[] {
		const groups = this.inside(name) as INodePropertyCollection[];
		const fields = groups.find((entry) => entry.name === group)?.values ?? [];
		return rows.map(
			(row, index) =>
				new Values(
					fields,
					(key) => row[key],
					rowName && ` of ${rowName} ${index + 1}`,
					this.emptyIsDefault,
				),
		);
	}

	/**
	 * Reads an image from the fields `<name>Source`, `<name>BinaryProperty` and `<name>Url`.
	 * @param limits the tool's limits for the image, checked before a task is paid for
	 * @throws Failure when the item has no such file, or the URL can't be used
	 */
	picture(name: string, limits?: PictureLimits): UrlPicture | FilePicture {
		const source = this.option(`${name}Source`);
		const field = source === 'url' ? `${name}Url` : `${name}BinaryProperty`;
		const label = this.label(field);
		return source === 'url'
			? urlPicture(this.text(field), label, limits)
			: this.filePicture(
					this.chosen?.image === name ? this.chosen.file : this.value(field),
					label,
					limits,
				);
	}

	/**
	 * The file names from an image field that names several files. Each file gets its own task.
	 * @returns undefined if the field names a single file, or the image comes from a URL
	 * @throws Failure when a pattern matches no image
	 */
	severalFiles(image: string): string[] | undefined {
		const field = `${image}BinaryProperty`;
		if (!this.fields.some(({ name }) => name === field)) return undefined;
		if (this.value(`${image}Source`) !== 'binary') return undefined;
		return severalFiles(this.value(field), this.files(), this.label(field));
	}

	/** The input item. */
	item(): INodeExecutionData {
		return this.context.getInputData()[this.itemIndex] ?? { json: {} };
	}

	/** The item's files by name. */
	files(): Record<string, IBinaryData> {
		return filesOf(this.item());
	}

	/**
	 * Reads several images from one field, which contains binary field names or URLs separated by commas or line
	 * breaks. A comma inside a URL must be written as %2C.
	 */
	pictures(name: string, limits?: PictureLimits): Picture[] {
		const value = this.value(name);
		const entries = Array.isArray(value)
			? (value as unknown[])
			: trimmed(value, this.label(name)).split(/[,\n]/);
		return entries
			.map((entry) => (typeof entry === 'string' ? entry.trim() : entry))
			.filter((entry) => entry !== '' && entry !== null && entry !== undefined)
			.map((entry) => this.pictureOf(entry, this.label(name), limits));
	}

	/** Reads one image, given as a URL or a binary field name. */
	pictureOf(entry: unknown, label: string, limits?: PictureLimits): UrlPicture | FilePicture {
		return typeof entry === 'string' && /^[a-z][a-z0-9+.-]*:\/\//i.test(entry)
			? urlPicture(entry, label, limits)
			: this.filePicture(entry, label, limits);
	}

	private filePicture(field: unknown, label: string, limits?: PictureLimits): FilePicture {
		const name = typeof field === 'string' ? field.trim() : field;
		if (!name) {
			throw emptyField(label, 'Enter the name of the binary field with the file.', ASK_FOR_URL);
		}
		return new FilePicture(this.file(name as string | IBinaryData, label), label, limits);
	}

	private file(field: string | IBinaryData, label: string): IBinaryData {
		const file = this.findFile(field) ?? this.findFile(`${COMBINED_FILES}.${String(field)}`);
		if (file && isUsable(file)) return file;
		if (typeof field !== 'string') throw notAFile(label);
		// In a tool call, the item has no `json`.
		const { json = {} }: Partial<INodeExecutionData> = this.item();
		if (json.dryRun === true) throw onlyDryRun();
		throw noFile(label, field, this.files());
	}

	private findFile(field: string | IBinaryData): IBinaryData | undefined {
		try {
			return this.context.helpers.assertBinaryData(this.itemIndex, field as string);
		} catch {
			return undefined;
		}
	}

	private inside(name: string) {
		return this.fields
			.filter((field) => field.name === name)
			.flatMap(({ options = [] }) => options);
	}
}

/** Checks for an ID or data, because a Code node may output anything in place of a file. */
function isUsable({ id, data }: { id?: unknown; data?: unknown }): boolean {
	return typeof id === 'string' || (id === undefined && typeof data === 'string');
}

function urlPicture(url: string, label: string, limits?: PictureLimits): UrlPicture {
	if (/^https?:\/\//i.test(url) && URL.canParse(url)) return new UrlPicture(url, label, limits);
	throw inputFailure(
		`'${label}' is not a web URL: ${url.slice(0, 100)}`,
		'The URL must start with http:// or https://, and Fotor must be able to open it.',
	);
}

/** A tool has no input item, so a model can only pass a URL. */
const ASK_FOR_URL =
	'Nothing was charged. This tool received no file. If the tool has a URL argument, pass a public http(s) URL of the image, and ask the user for one if you have none. Otherwise, ask the user to attach the image to the chat message and try again.';

function noFile(label: string, field: string, files: Record<string, IBinaryData>): Failure {
	const here = Object.keys(files).length
		? `Enter one of these names in '${label}'`
		: 'Check the node before this one';
	return inputFailure(
		`No file in '${field}'. ${filesText(files)}`,
		`${here}, or take the image from a URL.`,
		ASK_FOR_URL,
	);
}

/** A dry run produces no files. */
function onlyDryRun(): Failure {
	return inputFailure(
		"The node before this one ran with 'Dry Run' on, so this item has no image",
		"To check or run this node, turn off 'Dry Run' in that node. Its tasks will then cost tokens.",
		ASK_FOR_URL,
	);
}

function notAFile(label: string): Failure {
	return inputFailure(
		`The value of '${label}' is not a file`,
		`Check the expression in '${label}'. It should return the name of a binary field, or the file itself.`,
		ASK_FOR_URL,
	);
}
