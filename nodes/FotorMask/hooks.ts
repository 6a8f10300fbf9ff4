import type { IWebhookDescription } from 'n8n-workflow';

/** Settings for both webhooks. n8n serves these webhooks at `$execution.resumeUrl` while the execution waits. */
const RESUME = {
	name: 'default' as const,
	responseMode: 'onReceived',
	path: '',
	isFullPath: true,
	restartWebhook: true,
};

/**
 * GET serves the page and its images, and POST accepts the masks. n8n doesn't register these webhooks, since they
 * belong to a waiting execution.
 */
export const PAGE_HOOKS: IWebhookDescription[] = [
	{ ...RESUME, httpMethod: 'GET' },
	// If `responseData` isn't set, callers get the text "firstEntryJson".
	{ ...RESUME, httpMethod: 'POST', responseData: '' },
];

/** Shown in the output panel while a manual run waits. */
export const LINK_TOOLTIP =
	'={{ "Waiting for the masks. <a href=\\"" + $execution.resumeUrl + "\\" target=\\"_blank\\">Open the page to paint them</a>" }}';
