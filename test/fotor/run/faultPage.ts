import { ENDINGS, MATRIX, REQUESTS, type Request, type Row, type Short } from './faultMatrix';

const COLUMNS: Record<Request, string> = {
	sign: 'Asking where to upload',
	put: 'Uploading the file',
	submit: 'Sending the task',
	poll: 'Waiting for the task',
	download: 'Fetching the result',
};

const LEGEND: Record<Short, string> = {
	fine: 'The item finishes as usual.',
	repeated: `The request is repeated after a pause, the longer of ours and of Fotor's Retry-After, and the item finishes. If it stays so:

  - uploading: after four attempts the item stops. Nothing was paid, and the text names the other ways ('Upload Method' Base64, or a URL).
  - sending, and asking where to upload: "too many requests" is waited out until 'Maximum Wait Time' is over, a missing connection for five attempts in 8 seconds. Then the item stops. Nothing was paid.
  - waiting: until 'Maximum Wait Time' is over. Then the item stops and names the task ID; with 'On Timeout' set to 'Return Task' it goes on with the task ID and status inProgress.
  - fetching: after four attempts the item goes on without the file.`,
	'stops, not paid':
		"The item stops, and the text says why, in Fotor's own words where there are any. Nothing was paid for this item.",
	'stops, not paid, nothing more is sent':
		'The same, and as every other item would end alike, nothing more is submitted in this run: the remaining items say so. Tasks already under way are still waited for.',
	'stops, may be paid':
		"Fotor may have accepted the task, so it is not sent again: neither by Retry On Fail nor by a Retry of the execution, which sends the items that are surely unpaid. Compare the balance (Fotor → Account → Get Balance). If it did not change, run the item in a new execution, or change a field of the node and retry. To let the other items through, set 'On Error' to continue and retry.",
	'stops, task ID in the text':
		'The task is paid, and the text names its ID. Fotor → Task → Wait collects the result later; Retry On Fail and a retry of the execution wait for the same task and pay nothing.',
	'stops, free of charge':
		"The text quotes the reason that Fotor gives. According to Fotor's documentation such tasks cost nothing. Retry On Fail submits a new one.",
	'finishes, with a note':
		'The item finishes with sensitiveContent: true, and a note above the output names the task.',
	'finishes, address replaced':
		"The address is replaced by the public one of the same file, which 'resultUrl' then holds.",
	'goes on without the file':
		"The task is paid and not lost: the item goes on with the file's address in 'resultUrl', and 'notice' says why there is no file.",
};

/** docs/what-happens-when.md, made from the table that the tests go through. */
export function whatHappensWhen(): string {
	const parts = [
		'# What happens when …',
		'… something goes wrong between n8n and Fotor. Every place of the table is a test of this package. Three rules hold throughout:',
		[
			'- **Nothing is paid twice.** A task is sent again only when Fotor surely did not take it.',
			'- **No paid task gets lost.** As soon as Fotor has named a task ID, it is in the output or in the text.',
			'- **Every item ends,** with a result or with a text that says what to do.',
		].join('\n'),
		"A stopped item stops the node, unless 'On Error' is set to continue: then it goes to the error output (or on, with its text in 'error'), and the other items are not touched.",
		aligned([
			['When …', ...REQUESTS.map((request) => COLUMNS[request])],
			...MATRIX.map((row) => [`… ${row.when}`, ...REQUESTS.map((request) => short(row, request))]),
		]),
		'An empty place: it can not happen there, or does not matter.',
		'## What the words mean',
		Object.entries(LEGEND)
			.map(([name, words]) => `- **${name}**: ${words}`)
			.join('\n'),
		'## When you stop the execution',
		'Waiting ends at once, and nothing is submitted any more. The text names the tasks that are already paid, and the items whose task was just being sent, so that nobody knows whether it was taken.',
		'## When n8n runs the node again',
		"Retry On Fail and a Retry of a failed execution find the tasks that this node has already paid for: same execution, same run of the node, same item. They wait for those and pay only for the rest. That also holds if the file came from a form or a webhook, and if an expression gives another value on each try. An item pays again if you changed the node's fields so that its request is another one (a hint names the earlier task), and in the next round of a loop. A task that Fotor ended without a result is submitted anew.",
		'A new execution knows nothing of an earlier one, so it pays again. That includes *Execute step* after a failed manual run, and a sub-workflow that a retried workflow calls once more: retry the execution of the sub-workflow instead, which the text names ([recipe](recipes.md#sub-workflows-which-execution-to-retry)).',
		"An agent's tool: a retry by the host, and the same call again after a failed or unfinished one, get the open task. Once a result was delivered, the same call pays for a new one.",
	];
	return `${parts.join('\n\n')}\n`;
}

function short(row: Row, request: Request): string {
	const ending = row[request];
	return ending ? ENDINGS[ending].short : '';
}

/** A Markdown table in the form that Prettier gives it. */
function aligned(rows: string[][]): string {
	const [head = []] = rows;
	const widths = head.map((_, column) =>
		Math.max(...rows.map((row) => (row[column] ?? '').length)),
	);
	const line = (row: string[], fill: string) =>
		`| ${widths.map((width, column) => (row[column] ?? '').padEnd(width, fill)).join(' | ')} |`;
	return [line(head, ' '), line([], '-'), ...rows.slice(1).map((row) => line(row, ' '))].join('\n');
}
