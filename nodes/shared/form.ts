import { type IBinaryData, type IExecuteFunctions } from 'n8n-workflow';

import { Failure } from '../../fotor/failure';
import type { PictureLimits } from '../../fotor/image/limits';
import { FilePicture, UrlPicture, type Picture } from '../../fotor/image/picture';

/** Reads one item's form. Every refusal names the field as the form shows it; nothing is sent before. */
export class Form {
	constructor(
		readonly context: IExecuteFunctions,
		readonly itemIndex: number,
	) {}

	/** The parameter's value as it is; `fallback` where the form does not show the field. */
	value(name: string, fallback?: unknown): unknown {
		return this.context.getNodeParameter(name, this.itemIndex, fallback) as unknown;
	}

	/** @throws Failure when the text is empty */
	text(name: string, label: string): string {
		return this.textOf(this.value(name, ''), label);
	}

	/** @throws Failure when the text is empty */
	textOf(value: unknown, label: string): string {
		const text = plain(value);
		if (text) return text;
		throw new Failure('input', `'${label}' is empty`, `Fill in '${label}'.`);
	}

	/** The trimmed text, or an empty one. */
	optionalText(name: string): string {
		return plain(this.value(name, ''));
	}

	/** The same for a value that was already read. */
	textOrNothing(value: unknown): string {
		return plain(value);
	}

	/** @throws Failure when the value is not a number within the limits */
	number(name: string, label: string, limits: NumberLimits = {}): number {
		return checkNumber(this.value(name), label, limits);
	}

	flag(name: string): boolean {
		return this.value(name, false) === true;
	}

	/**
	 * The picture of the fields `<name>Source`, `<name>BinaryProperty` and `<name>Url`.
	 * @param label the picture's name in the form, such as 'Image'
	 * @param limits what the tool takes, checked before anything is paid
	 */
	picture(name: string, label: string, limits?: PictureLimits): UrlPicture | FilePicture {
		return this.value(`${name}Source`, 'binary') === 'url'
			? this.webPicture(this.value(`${name}Url`, ''), `${label} URL`, limits)
			: this.filePicture(
					this.value(`${name}BinaryProperty`, 'data'),
					inputFieldLabel(label),
					limits,
				);
	}

	/**
	 * Several pictures in one field: names of binary fields or addresses, separated by commas or line breaks.
	 * A comma inside an address is written %2C.
	 */
	pictures(name: string, label: string, limits?: PictureLimits): Picture[] {
		const value = this.value(name, '');
		const entries = Array.isArray(value) ? (value as unknown[]) : plain(value).split(/[,\n]/);
		return entries
			.map((entry) => (typeof entry === 'string' ? entry.trim() : entry))
			.filter((entry) => entry !== '' && entry !== null && entry !== undefined)
			.map((entry) => this.pictureOf(entry, label, limits));
	}

	/** One picture from an address or the name of a binary field. */
	pictureOf(entry: unknown, label: string, limits?: PictureLimits): Picture {
		return typeof entry === 'string' && /^[a-z][a-z0-9+.-]*:\/\//i.test(entry)
			? this.webPicture(entry, label, limits)
			: this.filePicture(entry, label, limits);
	}

	private webPicture(value: unknown, label: string, limits?: PictureLimits): UrlPicture {
		const url = this.textOf(value, label);
		const usable = /^https?:\/\//i.test(url) && URL.canParse(url);
		if (usable) return new UrlPicture(url, label, limits);
		throw new Failure(
			'input',
			`'${label}' is not a web address: ${url.slice(0, 100)}`,
			'The address must start with http:// or https://, and Fotor must be able to open it.',
		);
	}

	private filePicture(field: unknown, label: string, limits?: PictureLimits): FilePicture {
		const name = typeof field === 'string' ? field.trim() : field;
		if (!name) {
			throw new Failure(
				'input',
				`'${label}' is empty`,
				'Enter the name of the field with the file.',
			);
		}
		return new FilePicture(this.file(name as string | IBinaryData, label), label, limits);
	}

	private file(field: string | IBinaryData, label: string): IBinaryData {
		const file = this.tryFile(field) ?? this.tryFile(`${COMBINED_FILES}.${String(field)}`);
		if (file) return file;
		throw noFile(label, typeof field === 'string' ? field : 'the given value');
	}

	private tryFile(field: string | IBinaryData): IBinaryData | undefined {
		try {
			return this.context.helpers.assertBinaryData(this.itemIndex, field as string);
		} catch {
			return undefined;
		}
	}
}

/** Where n8n's combined binary mode puts the files of an item: the form's default names work there too. */
const COMBINED_FILES = '_files';

function plain(value: unknown): string {
	return value === null || value === undefined ? '' : String(value).trim();
}

interface NumberLimits {
	min?: number;
	max?: number;
	integer?: boolean;
}

/** @throws Failure when the value is not a number within the limits */
export function checkNumber(value: unknown, label: string, limits: NumberLimits): number {
	const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY, integer } = limits;
	const number = typeof value === 'string' && value.trim() ? Number(value) : value;
	const fits =
		typeof number === 'number' &&
		number >= min &&
		number <= max &&
		(!integer || Number.isInteger(number));
	if (fits) return number;
	const range = Number.isFinite(max) ? `from ${min} to ${max}` : `of ${min} or more`;
	throw new Failure(
		'input',
		`'${label}' must be a ${integer ? 'whole ' : ''}number ${range}`,
		`Change '${label}'; it is now ${JSON.stringify(value) ?? 'empty'}.`,
	);
}

/** The label of the field that names the file of a picture. */
export function inputFieldLabel(picture: string): string {
	return picture === 'Image' ? 'Input Binary Field' : `${picture} Input Binary Field`;
}

function noFile(label: string, field: string): Failure {
	return new Failure(
		'input',
		`The item has no file in the field '${field}' named by '${label}'`,
		`Open the input in the editor, switch to Binary, and enter the field's name there in '${label}'; or give the picture as a URL.`,
	);
}
