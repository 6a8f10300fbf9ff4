import type { INodeProperties } from 'n8n-workflow';

/** Examples for fields that have none in their placeholder or default. */
const EXAMPLES: Record<string, string> = {
	audioPrompt: 'wind, waves, distant gulls',
	body: '{"userImageUrl": "https://example.com/image.png"}',
	brandInfo: 'a family bakery since 1950, warm colors',
	extraBodyFields: '{"content": "a red car"}',
	maskRegionsJson: '[{"x": 25, "y": 25, "width": 50, "height": 50, "shape": "ellipse"}]',
	scenes: 'kitchen table, garden party',
	sellingPoints: 'waterproof, weighs 90 g',
	taskKey: 'order-1234',
};

/** Used only in the form of an agent's tool, which has no input item. */
const TASK_ID =
	'ID of a Fotor task, as returned in taskId by another Fotor tool. For example: 7f3c2a9e-1b4d-4c8a-9e21-5d0f6b7a8c93.';

/**
 * Extends a field's description to tell a model what to enter: the limits of a number field, or an example for a text
 * field. Agents and n8n's agent builder read descriptions, not placeholders or limits.
 */
export function withExample(field: INodeProperties): INodeProperties {
	const { type, description = '' } = field;
	const more =
		type === 'number' ? limits(field) : ['string', 'json'].includes(type) ? example(field) : '';
	return more ? { ...field, description: `${ended(description)} ${more}`.trim() } : field;
}

/** The field as worded for the form of an agent's tool. Undefined if the wording stays the same. */
export function forModel(field: INodeProperties): INodeProperties | undefined {
	if (field.name === 'taskId') return { ...field, description: TASK_ID };
	const changed = withExample(field);
	return changed === field ? undefined : changed;
}

/**
 * Extends a tool description to tell the model how to pass images. If a field uses n8n's "Let the model define this"
 * button, the model sees only the field's label.
 */
export function withUrls(description: INodeProperties, fields: INodeProperties[]): INodeProperties {
	const hasImages = fields.some(({ name }) => name === 'images' || name.endsWith('Url'));
	if (!hasImages) return description;
	return {
		...description,
		default: `${description.default as string} Pass images as public http(s) URLs.`,
	};
}

function limits({ description = '', typeOptions = {}, default: value }: INodeProperties): string {
	const { minValue, maxValue } = typeOptions;
	if (/\d/.test(description)) return '';
	if (minValue !== undefined && maxValue !== undefined) return `From ${minValue} to ${maxValue}.`;
	return minValue === undefined ? exampleText(value) : `At least ${minValue}.`;
}

function example({ name, description = '', placeholder = '', default: value }: INodeProperties) {
	if (/for example|e\.g\.|One of:/i.test(description)) return '';
	const shown = placeholder.replace(/^e\.g\. /, '');
	return exampleText(EXAMPLES[name] ?? (shown.includes('{{') ? '' : shown || value));
}

function exampleText(value: unknown): string {
	return typeof value === 'number' || (typeof value === 'string' && value && value !== '{}')
		? `For example: ${value}.`
		: '';
}

/** Adds a final period unless the text is empty or already has one. */
export const ended = (text: string) => (/[.]$/.test(text) || !text ? text : `${text}.`);
