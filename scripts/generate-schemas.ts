/**
 * Writes nodes/<Node>/__schema__/, which tells n8n's editor what a node will return, even before the node has run. Part
 * of `npm run generate`. A test compares the schemas with real runs, and `tsc` compares them with the types of the
 * items.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import type { readBalance } from '../fotor/api/balance';
import type { ModelEntry, StyleEntry } from '../fotor/catalogue/list';
import type { TaskItem } from '../fotor/result/items';
import { nodeNames } from './generate-nodes';

const NODES = join(__dirname, '../nodes');

type Type = 'array' | 'boolean' | 'number' | 'object' | 'string' | ['number' | 'string', 'null'];
interface Field {
	type: Type;
	items?: Field;
	properties?: Record<string, Field>;
}
interface Shape {
	required: Record<string, Field>;
	optional?: Record<string, Field>;
}
/** The keys a type declares by name, without its index signature. */
type Named<T> = keyof { [K in keyof T as string extends K ? never : K]: T[K] };
type Fields<T> = Record<Named<T> & string, Field>;

const text: Field = { type: 'string' };
const number: Field = { type: 'number' };
const flag: Field = { type: 'boolean' };
const maybeText: Field = { type: ['string', 'null'] };
const maybeNumber: Field = { type: ['number', 'null'] };
const texts: Field = { type: 'array', items: { type: 'string' } };
const numbers: Field = { type: 'array', items: { type: 'number' } };

const TASK: Fields<TaskItem> = {
	status: text,
	resultUrl: maybeText,
	tokensUsed: maybeNumber,
	taskId: text,
	type: maybeText,
	createdAt: maybeText,
	updatedAt: maybeText,
	sensitiveContent: flag,
	resultUrls: texts,
};
const STYLE: Fields<StyleEntry> = {
	id: text,
	name: text,
	tool: text,
	preview: maybeText,
	tokens: maybeNumber,
};
const MODEL: Fields<ModelEntry> = {
	id: text,
	name: text,
	kind: text,
	mode: maybeText,
	promptOnly: flag,
	maxReferenceImages: maybeNumber,
	aspectRatios: texts,
	resolutions: texts,
	durations: numbers,
	tokens: maybeNumber,
};
const BALANCE: Fields<Awaited<ReturnType<typeof readBalance>>> = {
	total: number,
	remaining: number,
};
const MASK: Record<string, Field> = { width: number, height: number, coverage: number };
/**
 * Fields that are added by an option, a file or a partially failed task. With "Continue", a failed item is not a
 * result and has none of the required fields, so its `error` and `details.taskId` are not part of the schema.
 */
const OPTIONAL = {
	notice: text,
	raw: { type: 'object', properties: {} },
} satisfies Record<string, Field>;
const SCENES: Field = {
	type: 'array',
	items: { type: 'object', properties: { scene: text, reason: text } },
};
const task = { required: TASK, optional: OPTIONAL };
const perFile = { required: TASK, optional: { ...OPTIONAL, inputField: text } };
const anyTask = { failedScenes: SCENES, scene: text, templateId: text };

/**
 * Nodes whose schemas differ from the usual one, that of a `run` with one task per file. Schemas by path below
 * `v1.0.0/`.
 */
const SHAPES: Record<string, Record<string, Shape>> = {
	Fotor: {
		'account/createTemporaryToken': {
			required: { token: text, expire: maybeNumber, expiresAt: maybeText },
		},
		'account/getBalance': { required: BALANCE },
		// Fotor's own fields (API reference, section 20).
		'account/getRechargeLinks': {
			required: {
				url: text,
				planName: text,
				credits: number,
				currency: text,
				amount: number,
				urlExpireTime: text,
			},
		},
		'catalog/getModels': { required: MODEL },
		'catalog/getStyles': { required: STYLE },
		'task/get': { required: TASK, optional: anyTask },
		'task/submit': { required: TASK, optional: { ...OPTIONAL, ...anyTask } },
		'task/wait': { required: TASK, optional: { ...OPTIONAL, ...anyTask } },
	},
	FotorHeadshot: {
		run: { required: TASK, optional: { ...perFile.optional, templateId: text } },
	},
	FotorImageGenerator: { run: task },
	FotorTextToImage: { run: task },
	FotorListingSet: {
		run: { required: TASK, optional: { ...OPTIONAL, failedScenes: SCENES, scene: text } },
	},
	FotorMask: {
		draw: { required: MASK },
		fromTransparency: { required: MASK },
		paint: { required: MASK },
	},
};

/** Text of the schema files, by path below nodes/. */
export function schemas(): Map<string, string> {
	const names = nodeNames().filter((name) => !name.endsWith('Trigger'));
	return new Map(
		names.flatMap((name) =>
			Object.entries(SHAPES[name] ?? { run: perFile }).map(([path, shape]): [string, string] => [
				`${name}/__schema__/v1.0.0/${path}.json`,
				schema(shape),
			]),
		),
	);
}

function schema({ required, optional }: Shape): string {
	const properties = { ...required, ...optional };
	return `${JSON.stringify({ type: 'object', properties, required: Object.keys(required), version: 1 })}\n`;
}

function main() {
	for (const name of nodeNames()) {
		rmSync(join(NODES, name, '__schema__'), { recursive: true, force: true });
	}
	for (const [path, content] of schemas()) {
		mkdirSync(dirname(join(NODES, path)), { recursive: true });
		writeFileSync(join(NODES, path), content);
	}
}

/** The stored text of a schema file. */
export const storedSchema = (path: string) => readFileSync(join(NODES, path), 'utf8');

if (require.main === module) main();
