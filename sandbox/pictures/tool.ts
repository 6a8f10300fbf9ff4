import type { Picture } from './pixels';

export type Body = Record<string, unknown>;

/** How the sandbox runs one kind of task. */
export interface Tool {
	/** URLs or data URIs of the input images, in the order in which `make` receives them. */
	inputs(body: Body): string[];
	/** Makes the images. The same body and inputs always produce the same bytes. */
	make(body: Body, inputs: Buffer[]): Promise<Picture[]>;
}

/** Reads the named image fields of a body that has passed schema validation. */
export const imageFields =
	(...names: string[]) =>
	(body: Body): string[] =>
		names.map((name) => text(body, name));

export const text = (body: Body, name: string): string => {
	const value = body[name];
	return typeof value === 'string' ? value : '';
};

export const number = (body: Body, name: string, otherwise: number): number => {
	const value = body[name];
	return typeof value === 'number' ? value : otherwise;
};

/** The input at `index`. The tool's `inputs` function guarantees that it exists. */
export function input(inputs: readonly Buffer[], index = 0): Buffer {
	const found = inputs[index];
	if (!found) throw new Error(`input ${index} is missing`);
	return found;
}
