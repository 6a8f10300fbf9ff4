import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { connect, type Api } from '../../fotor/api/request';
import { pause } from '../../fotor/clock';
import { toFailure } from '../../fotor/failure';
import type { TaskDetails } from '../../fotor/task/details';
import type { Claim } from '../../fotor/webhook/body';
import { filteredOut } from '../../fotor/webhook/events';
import type { Finding } from '../../fotor/webhook/judge';
import { verify } from '../../fotor/webhook/verify';
import type { CallLedger } from './ledger';
import { fetchFiles, unverifiedItems, verifiedItems } from './output';
import { acknowledge, comeAgain, refuse, send, STARTED } from './reply';
import { whenReplyIsRead } from './replyHooks';
import type { TriggerSettings } from './settings';

/** A call that passed every check that doesn't require a request to Fotor. */
export interface Call {
	context: IWebhookFunctions;
	settings: TriggerSettings;
	claim: Claim;
	/** ISO 8601 */
	receivedAt: string;
	ledger: CallLedger;
	/** Identifies the task and the event (see `callKey`). */
	key: string;
}

/**
 * Maximum time to download all of a task's files, in ms. Until the download ends, only this process remembers the call,
 * and only for 10 minutes.
 */
const FETCH_LIMIT = 300_000;

/** Starts the workflow with the caller's data, which isn't verified. */
export function startUnverified(call: Call, notice?: string): IWebhookResponseData {
	const { ledger, key, claim, receivedAt } = call;
	if (!ledger.tryAdd({ key, verified: false })) return acknowledge('already received');
	const items = unverifiedItems(claim, receivedAt, notice);
	return whenReplyIsRead(items, STARTED, () => ledger.store());
}

/** Reads the task from Fotor and starts the workflow if Fotor confirms the call. */
export async function verifyAndStart(call: Call): Promise<IWebhookResponseData> {
	const { context, claim } = call;
	const halt = new AbortController();
	const { finding, api } = await askFotor(context, claim, halt.signal);
	switch (finding.kind) {
		case 'genuine':
			return await startVerified(call, finding.task, api, halt);
		case 'outdated':
			return acknowledge('the task has already ended');
		case 'forged':
			warn(call, `refused a call for task ${claim.taskId}: ${finding.why}`);
			return refuse(context, 403, 'not confirmed by Fotor');
		case 'unanswered':
			warn(call, `could not verify a call for task ${claim.taskId}: ${finding.why}`);
			return comeAgain(context, NOT_VERIFIED);
		case 'unverifiable':
			warn(call, `could not verify a call for task ${claim.taskId}: ${finding.why}`);
			return unverifiable(call, finding.why);
	}
}

const NOT_VERIFIED = "the call can't be verified at the moment";

function warn({ context }: Call, text: string): void {
	const advice = 'If the task is yours, collect it with the Fotor node, Task → Wait.';
	context.logger.warn(`Fotor Trigger ${text}. ${advice}`);
}

function unverifiable(call: Call, why: string): IWebhookResponseData {
	const { context, settings, claim } = call;
	if (settings.onVerificationUnavailable === 'reject') {
		return comeAgain(context, NOT_VERIFIED);
	}
	// The first filter lets calls without a type through, because Fotor may supply the type. In this case, it didn't.
	const unwanted = filteredOut(settings.filter, claim);
	if (unwanted) return acknowledge(unwanted);
	return startUnverified(call, `Not verified: ${why}`);
}

async function startVerified(
	call: Call,
	task: TaskDetails,
	api: Api | undefined,
	halt: AbortController,
): Promise<IWebhookResponseData> {
	const { context, settings, claim, receivedAt, ledger, key } = call;
	// It isn't documented whether the API always returns the type.
	const unwanted = filteredOut(settings.filter, { ...task, type: task.type ?? claim.type });
	if (unwanted) return acknowledge(unwanted);
	const fetches = settings.downloads && task.status === 'completed';
	if (!ledger.tryAdd({ key, verified: true }, fetches)) return acknowledge('already received');
	const items = verifiedItems(task, receivedAt);
	if (!api || !fetches) return whenReplyIsRead(items, STARTED, () => ledger.store());
	// Replies before the download, because it isn't documented how long Fotor waits for a reply.
	const replied = send(context, 200, STARTED);
	const fetched = new AbortController();
	void pause(FETCH_LIMIT, fetched.signal).then(() => halt.abort());
	const withFiles = await fetchFiles(context, api, task, items, settings);
	fetched.abort();
	ledger.markStarted({ key, verified: true });
	return { ...replied, workflowData: [withFiles] };
}

/** Verifies a call with Fotor. If the credential can't be used, the call is unverifiable. */
async function askFotor(
	context: IWebhookFunctions,
	claim: Claim,
	halt: AbortSignal,
): Promise<{ finding: Finding; api?: Api }> {
	try {
		const api = await connect(context, halt);
		return { finding: await verify(api, claim), api };
	} catch (thrown) {
		return { finding: { kind: 'unverifiable', why: toFailure(thrown).message } };
	}
}
