import type {
	IAuthenticate,
	ICredentialTestRequest,
	ICredentialType,
	INodeProperties,
} from 'n8n-workflow';

/** n8n runs rules of both kinds side by side, although its type has lists of one kind only. */
const RULES = [
	onStatus(
		401,
		"Fotor does not accept the 'API Key'. Copy it again from developers.fotor.com, Settings, API Key Management.",
	),
	onStatus(
		403,
		"Fotor refuses the 'API Key', or its firewall refuses this machine's network (Cloudflare 1010).",
	),
	onStatus(
		404,
		"This is not the Fotor API. Set 'Base URL' to https://api-b.fotor.com, without anything after it.",
	),
	{
		type: 'responseSuccessBody',
		properties: {
			// Every balance has it; a website or a refusal inside the reply has not.
			key: 'data.remaining',
			value: undefined,
			message:
				"The reply is no token balance of Fotor. Check that 'Base URL' is https://api-b.fotor.com and that 'API Key' is right.",
		},
	},
] as unknown as NonNullable<ICredentialTestRequest['rules']>;

function onStatus(value: number, message: string) {
	return { type: 'responseCode', properties: { value, message } };
}

/** Key and address of the Fotor OpenAPI (API reference, sections 1 and 2). */
export class FotorApi implements ICredentialType {
	name = 'fotorApi';

	displayName = 'Fotor API';

	icon = {
		light: 'file:../icons/fotor.svg',
		dark: 'file:../icons/fotor.dark.svg',
	} as const;

	documentationUrl = 'https://developers.fotor.com';

	/** Offers "Fotor - HTTP request" in n8n's node panel. */
	httpRequestNode = {
		name: 'Fotor',
		docsUrl: 'https://docs.fotor.com',
		apiBaseUrl: 'https://api-b.fotor.com',
	};

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description:
				'Sign in at <a href="https://developers.fotor.com/dashboard/setting/" target="_blank">developers.fotor.com</a>, open Settings → API Key Management and create a key',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			required: true,
			default: 'https://api-b.fotor.com',
			placeholder: 'e.g. https://api-b.fotor.com',
			description:
				'Address of the Fotor OpenAPI. Change it only for a sandbox; http is accepted on this machine only.',
		},
	];

	/**
	 * A function: for an expression, n8n prepares a sandbox, which costs a webhook call several times its own work where
	 * n8n does so on demand (docs/trigger.md). A key that was copied with blanks or a line break around it works too.
	 */
	authenticate: IAuthenticate = async ({ apiKey }, options) => ({
		...options,
		headers: { ...options.headers, Authorization: `Bearer ${String(apiKey).trim()}` },
	});

	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{$credentials.baseUrl}}',
			url: '/v1/credits',
		},
		rules: RULES,
	};
}
