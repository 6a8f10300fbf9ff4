import { Failure, quoted, sentence } from './failure';

/**
 * Rewords a failure's advice for a model, which can make another call but can't click a button in n8n.
 * @returns the same failure if its advice already suits a model
 */
function forModel(failure: Failure): Failure {
	const advice = adviceFor(failure);
	if (advice === undefined) return failure;
	return new Failure(failure.kind, failure.message, advice, failure.taskId, failure.quote);
}

function adviceFor({ kind, advice, taskId, modelAdvice }: Failure): string | undefined {
	if (modelAdvice !== undefined) return modelAdvice;
	// Only a person can buy tokens or change the credential.
	if (kind === 'credits' || kind === 'credential')
		return `Do not call again. Tell the user: ${advice}`;
	if (kind === 'uncertain') return CHECK_BALANCE;
	if ((kind === 'timedOut' || kind === 'lostTrack') && taskId) {
		return `The task is paid for and may still finish. ${collectByCall(taskId)}`;
	}
	return kind === 'timedOut' || kind === 'lostTrack' ? advice : undefined;
}

const CHECK_BALANCE =
	'Do not repeat the call. For an hour, a repeated call does not send the task again, but the task may be paid for twice if n8n was restarted or runs several workers. Tell the user to check the token balance. If nothing was charged, change an argument and call again.';

/**
 * Tells a model how to get the result of a paid task. Only the task ID works everywhere. Without it, only this process
 * can find the task, and only for an hour.
 */
export function collectByCall(taskId: string): string {
	return `To get the result, call the Fotor tool "Task → Wait" or "Task → Get" with task ID ${taskId}. Both are always free. If you don't have these tools, call this tool again with exactly the same arguments within an hour. It then continues this task, but pays for a new one if n8n was restarted or runs several workers.`;
}

/**
 * The text of a failure, for an agent's model: the cause, the advice, what else has been paid for, and the raw
 * text. It reaches the model on every agent host.
 * @param paid IDs of all paid tasks that have not been collected
 */
export function modelText(failure: Failure, paid: string[]): string {
	const { message, advice, taskId } = forModel(failure);
	const open = paid.filter((id) => id !== taskId);
	const others = open.length ? `Also paid for and not yet collected: ${open.join(', ')}.` : '';
	return [sentence(message), advice, others, quoted(failure)].filter(Boolean).join(' ');
}
