import type { IWebhookDescription } from 'n8n-workflow';

/** What both calls share: they reach the waiting execution at `$execution.resumeUrl`. */
const RESUME = {
	name: 'default' as const,
	responseMode: 'onReceived',
	path: '',
	isFullPath: true,
	restartWebhook: true,
};

/** GET shows the page and its images, POST submits masks. n8n registers neither: both belong to a waiting execution. */
export const PAGE_HOOKS: IWebhookDescription[] = [
	{ ...RESUME, httpMethod: 'GET' },
	// Without the response data, callers get the text "firstEntryJson".
	{ ...RESUME, httpMethod: 'POST', responseData: '' },
];

/** Shown in the output panel while a manual run waits. */
export const LINK_TOOLTIP =
	'={{ "Waiting for the masks. <a href=\\"" + $execution.resumeUrl + "\\" target=\\"_blank\\">Open the page to paint them</a>" }}';
