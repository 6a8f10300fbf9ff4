import { SlotNames, slotIn } from '../../../fotor/task/slotNames';

test('the slot in a name ends at the first colon', () => {
	expect(slotIn('3:/v1/x:ab')).toBe('3');
});

test('an item finds its own names in the order they were added', () => {
	const names = new SlotNames(['1:b', '2:a', '1:a']);
	names.add('1:c');
	names.add('1:b');
	expect(names.of('1')).toEqual(['1:b', '1:a', '1:c']);
	expect(names.of('2')).toEqual(['2:a']);
	expect(names.of('3')).toEqual([]);
});

test('a deleted name is gone, and deleting an unknown one does nothing', () => {
	const names = new SlotNames(['1:a', '1:b']);
	names.delete('1:a');
	names.delete('9:z');
	expect(names.of('1')).toEqual(['1:b']);
});
