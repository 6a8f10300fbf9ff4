import type { Picture } from './pixels';

export type Body = Record<string, unknown>;

/** How the sandbox carries out one kind of task. */
export interface Tool {
	/** Addresses or data URIs of the input pictures, in the order `make` gets them. */
	inputs(body: Body): string[];
	/** Makes the pictures; the same body and inputs always give the same bytes. */
	make(body: Body, inputs: Buffer[]): Promise<Picture[]>;
}

/** Reads image fields of a body that has been checked against its schema. */
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

/** The n-th input; `inputs` of the tool guarantees it. */
export function input(inputs: readonly Buffer[], index = 0): Buffer {
	const found = inputs[index];
	if (!found) throw new Error(`input ${index} is missing`);
	return found;
}
