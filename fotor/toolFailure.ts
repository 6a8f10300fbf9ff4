import { Failure } from './failure';

/**
 * A failure in words for a model: its next step is a call, not a button of n8n.
 * @returns the same failure if its advice fits a model as it is
 */
function forModel(failure: Failure): Failure {
	const advice = adviceFor(failure);
	if (advice === undefined) return failure;
	return new Failure(failure.kind, failure.message, advice, failure.taskId);
}

function adviceFor({ kind, advice, taskId, modelAdvice }: Failure): string | undefined {
	if (modelAdvice !== undefined) return modelAdvice;
	// Only a person can buy tokens or change the credential.
	if (kind === 'credits' || kind === 'credential')
		return `Do not call again. Tell the user: ${advice}`;
	if (kind === 'uncertain') return COMPARE_BALANCE;
	if ((kind === 'timedOut' || kind === 'lostTrack') && taskId) {
		return `The task is paid and may still finish. To get the result, call the Fotor tool "Task → Wait" or "Task → Get" with task ID ${taskId}: that is always free. Without these tools, make exactly the same call of this tool again within an hour: it continues the task, unless n8n was restarted or runs several workers; then it pays for another one.`;
	}
	return kind === 'timedOut' || kind === 'lostTrack' ? advice : undefined;
}

const COMPARE_BALANCE =
	'The task was sent once. Do not repeat the call: it is not sent again for an hour, unless n8n was restarted or runs several workers; then it may pay twice. Tell the user to compare the token balance: if nothing was charged, call again with a changed argument.';

/**
 * The one text of a failure that every agent's host hands to its model: cause, advice, and what else is paid.
 * @param paid IDs of all paid tasks that are not collected
 */
export function modelText(failure: Failure, paid: string[]): string {
	const { message, advice, taskId } = forModel(failure);
	const open = paid.filter((id) => id !== taskId);
	const others = open.length ? `Also paid and not collected: ${open.join(', ')}.` : '';
	return [sentence(message), advice, others].filter(Boolean).join(' ');
}

function sentence(text: string): string {
	return /[.!?]$/.test(text) ? text : `${text}.`;
}
