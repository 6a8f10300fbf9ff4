import type { INodeExecutionData, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { connect, type Api } from '../../fotor/api/request';
import { clock, pause } from '../../fotor/clock';
import { toFailure } from '../../fotor/failure';
import { allows } from '../../fotor/webhook/addresses';
import { LONGEST_BODY, readClaim, type Claim } from '../../fotor/webhook/body';
import { eventOf, filteredOut } from '../../fotor/webhook/events';
import type { Finding } from '../../fotor/webhook/judge';
import { callKey } from '../../fotor/webhook/recent';
import { tokenMatches } from '../../fotor/webhook/token';
import { verify } from '../../fotor/webhook/verify';
import { CallMemory } from './memory';
import { fetchFiles, unverifiedItems, verifiedItems } from './output';
import { acknowledge, comeAgain, refuse, send, STARTED } from './reply';
import { whenReplyIsRead } from './replyHooks';
import { readSettings, type TriggerSettings } from './settings';

/** What is used of the request; see `Response` in reply.ts. */
interface Request {
	/** The client as Express sees it: with N8N_PROXY_HOPS the one before the proxies. */
	ip?: string;
	rawBody?: Buffer;
	/** Reads `rawBody`, if it is not there yet. */
	readRawBody?(): Promise<void>;
}

/**
 * ms for all files of a task. Until then there is no execution, and a repeat is known to this process only, for 10 min.
 */
const LONGEST_FETCH = 300_000;

/** The checks on a call that cost nothing, in their order; then the rest. Never throws for what a caller sends. */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const receivedAt = new Date(clock.now()).toISOString();
	let settings: TriggerSettings;
	try {
		const read = (name: string, fallback: unknown) => context.getNodeParameter(name, fallback);
		settings = readSettings(read, context.getNode().parameters);
	} catch (thrown) {
		context.logger.error(`Fotor Trigger can't read its settings: ${toFailure(thrown).message}`);
		return comeAgain(context, 'the trigger is not set up correctly');
	}
	const request = context.getRequestObject() as Request;
	if (settings.allowlist && !allows(settings.allowlist, request.ip)) {
		return refuse(context, 403, 'address not allowed');
	}
	const { token } = context.getQueryData() as { token?: unknown };
	if (settings.token !== undefined && !tokenMatches(settings.token, token)) {
		return refuse(context, 403, 'token missing or wrong');
	}
	const claim = await readBody(context, request);
	if ('unusable' in claim) return refuse(context, 400, claim.unusable);
	// A missing type can't be judged before Fotor was asked.
	const { types } = settings.filter;
	const typesNow = settings.verifies && claim.type === undefined ? [] : types;
	const unwanted = filteredOut({ ...settings.filter, types: typesNow }, claim);
	if (unwanted) return acknowledge(unwanted);
	return await admit(context, settings, claim, receivedAt);
}

/**
 * The body as n8n parsed it, or as text: from node version 2 on n8n leaves bodies alone that do not call
 * themselves JSON, text, a form or XML.
 */
async function readBody(
	context: IWebhookFunctions,
	request: Request,
): Promise<Claim | { unusable: string }> {
	try {
		await request.readRawBody?.();
	} catch {
		return { unusable: 'the body can not be read' };
	}
	const { rawBody } = request;
	if (rawBody && rawBody.length > LONGEST_BODY) return { unusable: 'the body is too long' };
	const body: unknown = context.getBodyData();
	const isEmpty = !body || (typeof body === 'object' && Object.keys(body).length === 0);
	return readClaim(isEmpty ? rawBody?.toString('utf8') : body);
}

/** Has a usable call confirmed, takes it once, and starts the workflow. */
async function admit(
	context: IWebhookFunctions,
	settings: TriggerSettings,
	claim: Claim,
	receivedAt: string,
): Promise<IWebhookResponseData> {
	// Someone who tests with the same call again and again wants to see it each time.
	const memory = new CallMemory(context, settings.deduplicates && context.getMode() !== 'manual');
	const key = callKey(claim.taskId, eventOf(claim.status));
	if (memory.knows({ key, verified: settings.verifies })) return acknowledge('already received');
	if (!settings.verifies) {
		if (!memory.take({ key, verified: false })) return acknowledge('already received');
		return start(memory, unverifiedItems(claim, receivedAt));
	}

	const late = new AbortController();
	const { finding, api } = await confirm(context, claim, late.signal);
	if (finding.kind === 'outdated') return acknowledge('the task has ended meanwhile');
	if (finding.kind === 'forged') {
		context.logger.warn(`Fotor Trigger refused a call for ${claim.taskId}: ${finding.why}`);
		return refuse(context, 403, 'not confirmed by Fotor');
	}
	if (finding.kind === 'unverifiable') {
		context.logger.warn(`Fotor Trigger could not verify ${claim.taskId}: ${finding.why}`);
		if (settings.onVerificationUnavailable === 'reject') {
			return comeAgain(context, 'the call can not be verified at the moment');
		}
		// Without a type the filter was left to Fotor's answer, which did not come.
		const unwanted = filteredOut(settings.filter, claim);
		if (unwanted) return acknowledge(unwanted);
		if (!memory.take({ key, verified: false })) return acknowledge('already received');
		const notice = `Not verified: ${finding.why}`;
		return start(memory, unverifiedItems(claim, receivedAt, notice));
	}

	const { task } = finding;
	// Which fields the API always fills is not documented.
	const unwanted = filteredOut(settings.filter, { ...task, type: task.type ?? claim.type });
	if (unwanted) return acknowledge(unwanted);
	const fetches = settings.downloads && task.status === 'completed';
	if (!memory.take({ key, verified: true }, fetches)) return acknowledge('already received');
	const items = verifiedItems(task, receivedAt);
	if (!api || !fetches) return start(memory, items);
	// A download may take long, and Fotor's patience is not known: it is answered first.
	const answered = send(context, 200, STARTED);
	const done = new AbortController();
	void pause(LONGEST_FETCH, done.signal).then(() => late.abort());
	const fetched = await fetchFiles(context, api, task, items, settings);
	done.abort();
	memory.letGo({ key, verified: true });
	return { ...answered, workflowData: [fetched] };
}

function start(memory: CallMemory, items: INodeExecutionData[]): IWebhookResponseData {
	return whenReplyIsRead(items, STARTED, () => memory.refresh());
}

/** Asks Fotor; a credential that can't be used means that nobody can be asked. */
async function confirm(
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
