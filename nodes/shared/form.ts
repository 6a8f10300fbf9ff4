import { type IBinaryData, type IExecuteFunctions } from 'n8n-workflow';

import { Failure } from '../../fotor/failure';
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
		const text = this.optionalText(name);
		if (text) return text;
		throw new Failure('input', `'${label}' is empty`, `Fill in '${label}'.`);
	}

	/** The trimmed text, or an empty one. */
	optionalText(name: string): string {
		const value = this.value(name, '');
		return value === null || value === undefined ? '' : String(value).trim();
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
	 */
	picture(name: string, label: string): Picture {
		return this.value(`${name}Source`, 'binary') === 'url'
			? this.webPicture(`${name}Url`, `${label} URL`)
			: this.filePicture(this.value(`${name}BinaryProperty`, 'data'), inputFieldLabel(label));
	}

	private webPicture(name: string, label: string): UrlPicture {
		const url = this.text(name, label);
		const usable = /^https?:\/\//i.test(url) && URL.canParse(url);
		if (usable) return new UrlPicture(url);
		throw new Failure(
			'input',
			`'${label}' is not a web address: ${url.slice(0, 100)}`,
			'The address must start with http:// or https://, and Fotor must be able to open it.',
		);
	}

	private filePicture(field: unknown, label: string): FilePicture {
		const name = typeof field === 'string' ? field.trim() : field;
		if (!name) {
			throw new Failure(
				'input',
				`'${label}' is empty`,
				'Enter the name of the field with the file.',
			);
		}
		return new FilePicture(this.file(name as string | IBinaryData, label), label);
	}

	private file(field: string | IBinaryData, label: string): IBinaryData {
		try {
			return this.context.helpers.assertBinaryData(this.itemIndex, field as string);
		} catch {
			const shown = typeof field === 'string' ? field : 'the given value';
			throw noFile(label, shown);
		}
	}
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
