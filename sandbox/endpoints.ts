import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Field {
	name: string;
	type: string;
	required: boolean | null;
	min: number | null;
	max: number | null;
}

interface DocumentedEndpoint {
	id: string;
	name: string;
	method: string;
	path: string | null;
	fields?: Field[] | null;
}

/** A path that accepts submissions. */
export interface SubmissionEndpoint {
	/** Endpoint name, also used as the `type` of its tasks. */
	id: string;
	name: string;
	/** Path as documented, with `{model_id}`. */
	path: string;
	/** JSON schema of the body. */
	schema: JsonSchema;
}

export interface JsonSchema {
	type: string;
	required?: string[];
	properties?: Record<string, JsonSchema>;
	items?: JsonSchema;
	minLength?: number;
	minItems?: number;
	maxItems?: number;
	minimum?: number;
	maximum?: number;
}

const REFERENCE = join(__dirname, '../docs/api/fotor-openapi.json');

/**
 * AI Expand exists, but its path and body are unknown (section 17). The sandbox invents both so you can try the node.
 */
const EXPAND: DocumentedEndpoint = {
	id: 'expand',
	name: 'AI Expand (path and fields invented by the sandbox)',
	method: 'POST',
	path: '/v1/aiart/expand',
	fields: [{ name: 'imageUrl', type: 'string', required: true, min: null, max: null }],
};

/** Every submission endpoint in the reference, with a body schema based on its field table. */
export function submissionEndpoints(): SubmissionEndpoint[] {
	const { endpoints } = JSON.parse(readFileSync(REFERENCE, 'utf8')) as {
		endpoints: DocumentedEndpoint[];
	};
	return [...endpoints, EXPAND].flatMap(({ id, name, method, path, fields }) =>
		method === 'POST' && path !== null
			? [{ id, name, path, schema: bodySchema(fields ?? []) }]
			: [],
	);
}

/**
 * JSON schema of a request body. Option lists are not enforced, because the reference's sources disagree on most of
 * them.
 */
function bodySchema(fields: readonly Field[]): JsonSchema {
	const body: JsonSchema = { type: 'object', required: [], properties: {} };
	for (const field of fields) {
		if (field.name === 'model_id') continue; // part of the path
		const [parent, child] = field.name.split('[].', 2);
		const owner = child === undefined ? body : body.properties?.[parent ?? '']?.items;
		if (!owner) continue;
		const name = child ?? field.name;
		owner.properties = { ...owner.properties, [name]: fieldSchema(field) };
		if (field.required) owner.required = [...(owner.required ?? []), name];
	}
	return body;
}

function fieldSchema({ type, required, min, max }: Field): JsonSchema {
	const list = /^array<(\w+)>$/.exec(type);
	if (list) {
		return {
			type: 'array',
			items: { type: list[1] ?? 'string' },
			...(required ? { minItems: min ?? 1 } : {}),
			...(max === null ? {} : { maxItems: max }),
		};
	}
	// The sandbox treats a required string as missing if it is empty.
	if (type === 'string') return { type, ...(required ? { minLength: 1 } : {}) };
	return {
		type,
		...(min === null ? {} : { minimum: min }),
		...(max === null ? {} : { maximum: max }),
	};
}
