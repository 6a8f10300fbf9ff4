import { NodeOperationError, type IHookFunctions } from 'n8n-workflow';

import { Failure } from '../../fotor/failure';
import { isOnlyLocal } from '../../fotor/webhook/reachable';
import { checkSettings, readSettings } from './settings';

/**
 * Runs when the workflow is activated. Fotor's API offers no way to register a URL (API reference, section 21), so
 * this only checks for settings that can't work.
 * @throws NodeOperationError, which keeps the workflow inactive and tells the user why
 */
export function prepare(context: IHookFunctions): void {
	const failure = settingsFailure(context);
	if (failure) {
		throw new NodeOperationError(context.getNode(), failure.message, {
			description: failure.advice,
		});
	}
	const url = context.getNodeWebhookUrl('default') ?? '';
	if (isOnlyLocal(url)) {
		context.logger.warn(
			`Fotor can't reach the URL of the Fotor Trigger: ${url}. Set WEBHOOK_URL to the public URL of this n8n instance.`,
		);
	}
}

function settingsFailure(context: IHookFunctions): Failure | undefined {
	try {
		const read = (name: string, fallback: unknown) => context.getNodeParameter(name, fallback);
		checkSettings(readSettings(read, context.getNode().parameters));
	} catch (thrown) {
		// Some expressions have a value only during a call, so n8n's own errors are ignored here.
		return thrown instanceof Failure ? thrown : undefined;
	}
	return undefined;
}
