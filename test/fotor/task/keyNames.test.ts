import { hashOf, isAccepted, isOver, namesOf, youngest } from '../../../fotor/task/keyNames';

const DAY = 86_400_000;
const task = (taskId: string, submittedAt: number) => ({ taskId, submittedAt });

test('a task key always has the same name, so its task is not paid for again', () => {
	expect(hashOf({ text: 'order 7', days: 1 })).toBe('0fc89f8ae19394b48debd6353bb9ad33');
});

test('a task key has one name for today and one for each earlier day that still counts', () => {
	expect(namesOf('h', 2, 10 * DAY + 5)).toEqual(['fotor:h:10', 'fotor:h:9', 'fotor:h:8']);
	expect(namesOf('h', 1.5, 10 * DAY)).toHaveLength(3);
	expect(namesOf('h', 1, 10 * DAY - 1)).toEqual(['fotor:h:9', 'fotor:h:8']);
});

test('a task counts for the configured number of days, to the millisecond', () => {
	expect(isOver(task('t', 100), 2, 100 + 2 * DAY - 1)).toBe(false);
	expect(isOver(task('t', 100), 2, 100 + 2 * DAY)).toBe(true);
});

test.each([
	[undefined],
	[null],
	['t'],
	[{ taskId: 't' }],
	[{ submittedAt: 1 }],
	[{ taskId: 7, submittedAt: 1 }],
	[{ taskId: 't', submittedAt: '1' }],
])('the saved value %j does not count as a task', (saved) => {
	expect(isAccepted(saved)).toBe(false);
});

test('the newest tasks are kept, newest first, and invalid entries are dropped', () => {
	const tasks = {
		second: task('second', 20),
		first: task('first', 30),
		third: task('third', 10),
		broken: {} as never,
	};
	expect(Object.keys(youngest(tasks))).toEqual(['first', 'second', 'third']);
	expect(youngest(tasks, 2)).toEqual({ first: tasks.first, second: tasks.second });
});
