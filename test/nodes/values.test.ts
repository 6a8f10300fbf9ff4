import type { INodeProperties } from 'n8n-workflow';

import { Values } from '../../nodes/shared/values';

const count: INodeProperties = {
	displayName: 'Number of Images',
	name: 'count',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 8, numberPrecision: 0 },
	default: 4,
};
const style: INodeProperties = {
	displayName: 'Style',
	name: 'style',
	type: 'resourceLocator',
	default: { mode: 'list', value: 'oil' },
};

/** The values of a form that shows only the fields in `values`. */
const form = (values: Record<string, unknown>, owner?: string) =>
	new Values(
		[count, { ...count, displayName: 'Another Variant', default: 1 }, style],
		(name, fallback) => (name in values ? values[name] : fallback),
		owner,
	);

const message = (read: () => unknown) => {
	try {
		return read();
	} catch (thrown) {
		return (thrown as Error).message;
	}
};

describe('form values', () => {
	test('a field that the form does not show takes the default of its first variant', () => {
		expect(form({}).number('count')).toBe(4);
		expect(form({}).text('style')).toBe('oil');
		expect(form({}).isSet('count')).toBe(false);
	});

	test.each([
		[{ count: 3 }, 3],
		[{ count: ' 3 ' }, 3],
		[{ count: 2.5 }, "'Number of Images' must be a whole number from 1 to 8"],
		[{ count: 9 }, "'Number of Images' must be a whole number from 1 to 8"],
		[{ count: undefined }, "'Number of Images' must be a whole number from 1 to 8"],
	])('%j is checked against the limits of the field', (values, result) => {
		expect(message(() => form(values).number('count'))).toBe(result);
	});

	test.each([null, undefined])('numberOrDefault() replaces %s with the default', (nothing) => {
		expect(form({ count: nothing }).numberOrDefault('count')).toBe(4);
		expect(message(() => form({ count: 0 }).numberOrDefault('count'))).toMatch(/from 1 to 8/);
	});

	test.each([
		[{ style: { mode: 'id', value: ' ink ' } }, 'ink'],
		[{ style: 'ink' }, 'ink'],
		[{ style: { mode: 'id', value: '' } }, "'Style' is empty"],
	])('a resource locator is read as its ID, which must not be empty: %j', (values, result) => {
		expect(message(() => form(values).text('style'))).toBe(result);
	});

	test('an invalid value in a row is reported with the name of the row', () => {
		const row = form({ count: 0 }, ' of Mask Region 2');
		expect(message(() => row.number('count'))).toMatch(/^'Number of Images of Mask Region 2' must/);
	});
});
