import type { IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { clock } from '../../fotor/clock';
import { toFailure } from '../../fotor/failure';
import { allows } from '../../fotor/webhook/addresses';
import { eventOf, filteredOut } from '../../fotor/webhook/events';
import { callKey } from '../../fotor/webhook/recent';
import { tokenMatches } from '../../fotor/webhook/token';
import { startUnverified, verifyAndStart } from './admit';
import { CallLedger } from './ledger';
import { acknowledge, comeAgain, refuse } from './reply';
import { clientOf, readBody, tokenOf } from './request';
import { readSettings, type TriggerSettings } from './settings';

/**
 * Handles one call. The checks that need no request to Fotor come first. A caller's data never makes this throw, since
 * n8n would then store a failed execution.
 */
export async function receive(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	const receivedAt = new Date(clock.now()).toISOString();
	const settings = settingsOf(context);
	if (!settings) return comeAgain(context, 'the trigger is not set up correctly');

	if (settings.allowlist && !allows(settings.allowlist, clientOf(context))) {
		return refuse(context, 403, 'IP address not allowed');
	}
	if (settings.token !== undefined && !tokenMatches(settings.token, tokenOf(context))) {
		return refuse(context, 403, 'secret missing or wrong');
	}
	const claim = await readBody(context);
	if ('unusable' in claim) return refuse(context, 400, claim.unusable);

	// If the call has no type, the type filter has to wait for Fotor's reply.
	const leavesTypeToFotor = settings.verifies && claim.type === undefined;
	const types = leavesTypeToFotor ? [] : settings.filter.types;
	const unwanted = filteredOut({ ...settings.filter, types }, claim);
	if (unwanted) return acknowledge(unwanted);

	// Calls to the test URL always start the workflow.
	const ledger = new CallLedger(context, settings.deduplicates && context.getMode() !== 'manual');
	const key = callKey(claim.taskId, eventOf(claim.status));
	if (ledger.has({ key, verified: settings.verifies })) return acknowledge('already received');

	const call = { context, settings, claim, receivedAt, ledger, key };
	return settings.verifies ? await verifyAndStart(call) : startUnverified(call);
}

/** Returns undefined if the settings can't be read. n8n's log says why. */
function settingsOf(context: IWebhookFunctions): TriggerSettings | undefined {
	try {
		const read = (name: string, fallback: unknown) => context.getNodeParameter(name, fallback);
		return readSettings(read, context.getNode().parameters);
	} catch (thrown) {
		context.logger.error(`Fotor Trigger can't read its settings: ${toFailure(thrown).message}`);
		return undefined;
	}
}
