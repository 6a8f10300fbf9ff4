import { inputFailure, toFailure, unpaid } from '../../fotor/failure';

test('a Failure is returned unchanged', () => {
	const failure = inputFailure('No image', 'Choose one.');
	expect(toFailure(failure)).toBe(failure);
});

test.each([
	['an error', new Error('Broken'), 'Broken', /^Run the item again/],
	[
		'an error with advice from n8n',
		Object.assign(new Error('No'), { description: 'Do this' }),
		'No',
		/^Do this$/,
	],
	[
		'an error with empty advice',
		Object.assign(new Error('No'), { description: '' }),
		'No',
		/^Run the/,
	],
	['text', 'Broken', 'Broken', /^Run the item again/],
	['null', null, 'null', /^Run the item again/],
])('%s becomes a Failure with advice', (_, thrown, message, advice) => {
	const failure = toFailure(thrown);
	expect(failure).toMatchObject({ kind: 'input', message });
	expect(failure.advice).toMatch(advice);
});

test('"Nothing was charged" is added only once', () => {
	const once = unpaid('Choose another image.');
	expect(unpaid(once)).toBe(once);
	expect(unpaid('')).toMatch(/^Nothing was charged/);
});
