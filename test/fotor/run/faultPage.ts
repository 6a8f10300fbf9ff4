import { ENDINGS, MATRIX, REQUESTS, type Request, type Row, type Short } from './faultMatrix';

const COLUMNS: Record<Request, string> = {
	sign: 'Requesting an upload URL',
	put: 'Uploading the file',
	submit: 'Sending the task',
	poll: 'Waiting for the task',
	download: 'Fetching the result',
};

const LEGEND: Record<Short, string> = {
	finishes: 'The item finishes as usual.',
	retried: `The node waits for its own delay or Fotor's Retry-After, whichever is longer, then retries, and the item finishes. If the fault persists:

  - Uploading: the item stops after four attempts. Nothing was charged. The message names alternatives: set 'Upload Method' to Base64, or use an image URL.
  - Sending the task, and requesting an upload URL: after "too many requests", the node retries until 'Maximum Wait Time' runs out. It retries a refused connection five times within 8 seconds. Then the item stops. Nothing was charged.
  - Waiting: the node retries until 'Maximum Wait Time' runs out. Then the item stops, and the message gives the task ID. With 'On Timeout' set to 'Return Task', the item continues with the task ID and the status inProgress.
  - Fetching: after four attempts, the item finishes without the file.`,
	'stops, not paid':
		'The item stops. The message gives the reason, quoting Fotor if possible. Nothing was charged for this item.',
	'stops, not paid, no more tasks':
		"The same as 'stops, not paid', but every other item would fail too. The node therefore submits nothing more in this run, and the messages of the remaining items say so. The node still waits for tasks in progress.",
	'stops, may be paid':
		"Fotor may have accepted the task, so Retry On Fail and a Retry of the execution don't send it again. A Retry sends only the items that definitely haven't been paid for. Check the token balance (Fotor → Account → Get Balance). If the balance did not change, run the item in a new execution, or change a field of the node and retry. To let the other items finish, set 'On Error' to continue, then retry.",
	'stops, task ID in the message':
		'You have paid for the task, and the message names its ID. To collect the result later, use Fotor → Task → Wait. Retry On Fail and a Retry of the execution wait for the same task and pay nothing.',
	'stops, free of charge':
		"The message quotes Fotor's reason. According to Fotor's documentation, failed tasks cost nothing. The documentation doesn't say whether tasks that timed out or were canceled cost anything. Retry On Fail submits a new task.",
	'finishes with a note':
		'The item finishes with sensitiveContent: true, and a hint above the output names the task.',
	'finishes, URL replaced': "'resultUrl' contains the public URL of the same file.",
	'finishes without the file':
		"You have paid for the task, and 'resultUrl' contains the URL of its file. 'notice' says why the file is missing.",
};

/** Text of docs/what-happens-when.md, generated from the table of faults that the tests inject. */
export function whatHappensWhen(): string {
	const parts = [
		'# What happens when …',
		'This page says what happens when something goes wrong between n8n and Fotor. Every cell in the table is covered by a test. Three rules hold unless n8n itself is killed ([what happens then](waiting.md#when-n8n-is-killed)):',
		[
			'- **A fault never makes you pay twice.** A task is sent again only if Fotor definitely did not accept it.',
			'- **No paid task is lost.** Once Fotor has returned a task ID, the ID is in the output or in the message.',
			'- **Every item ends** with a result, or with a message that says what to do.',
		].join('\n'),
		"An item that stops also stops the node. If 'On Error' is set to continue, the item goes to the error output instead (or continues with its message in 'error'), and the other items aren't affected.",
		aligned([
			['When …', ...REQUESTS.map((request) => COLUMNS[request])],
			...MATRIX.map((row) => [`… ${row.when}`, ...REQUESTS.map((request) => short(row, request))]),
		]),
		"An empty cell means that the fault can't occur there or doesn't matter.",
		'## What the table entries mean',
		Object.entries(LEGEND)
			.map(([name, words]) => `- **${name}**: ${words}`)
			.join('\n'),
		'## When you stop the execution',
		'The node stops waiting and submits nothing more. The message names the paid tasks. It also names the items whose tasks were being sent at that moment, because Fotor may have accepted those tasks.',
		'## When n8n runs the node again',
		'Retry On Fail and a Retry of a failed execution find the tasks that this node has already paid for in the same execution, in the same run of the node, and for the same item. They wait for these tasks and pay only for the rest, even if the file came from a form or a webhook, or if an expression returns a different value on each attempt. You pay for an item again in four cases: in the next iteration of a loop, after Fotor ended the task without a result, after you changed a field that is part of the request (a hint names the earlier task), and in some cases after n8n was killed ([what a Retry then does](waiting.md#retrying-a-crashed-execution)).',
		'A new execution knows nothing about earlier ones, so you pay again. This includes *Execute step* after a failed manual run, and a sub-workflow that a retried workflow calls again. In the second case, retry the execution of the sub-workflow instead. The message names that execution ([recipe](recipes.md#sub-workflows-which-execution-to-retry)).',
		"An agent's tool continues the open task when the host (such as the AI Agent node) retries, or when the agent repeats a failed or unfinished call. Once the result has been delivered, the same call pays for a new task.",
	];
	return `${parts.join('\n\n')}\n`;
}

function short(row: Row, request: Request): string {
	const ending = row[request];
	return ending ? ENDINGS[ending].short : '';
}

/** A Markdown table as Prettier formats it. */
function aligned(rows: string[][]): string {
	const [head = []] = rows;
	const widths = head.map((_, column) =>
		Math.max(...rows.map((row) => (row[column] ?? '').length)),
	);
	const line = (row: string[], fill: string) =>
		`| ${widths.map((width, column) => (row[column] ?? '').padEnd(width, fill)).join(' | ')} |`;
	return [line(head, ' '), line([], '-'), ...rows.slice(1).map((row) => line(row, ' '))].join('\n');
}
