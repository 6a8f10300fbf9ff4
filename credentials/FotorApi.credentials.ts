import {
	UserError,
	type IAuthenticate,
	type ICredentialTestRequest,
	type ICredentialType,
	type INodeProperties,
} from 'n8n-workflow';

/** n8n accepts both kinds of rules in one list, although the type of `rules` allows only one kind. */
const RULES = [
	onStatus(
		401,
		"Fotor does not accept the 'API Key'. Copy it again from Settings → API Key Management at developers.fotor.com.",
	),
	onStatus(
		403,
		"Fotor rejects the 'API Key', or Fotor's firewall blocks this machine's network (Cloudflare 1010).",
	),
	onStatus(
		404,
		"This is not the Fotor API. Set 'Base URL' to https://api-b.fotor.com, with nothing after it.",
	),
	{
		type: 'responseSuccessBody',
		properties: {
			// Every balance reply has this field, unlike web pages and refusals.
			key: 'data.remaining',
			value: undefined,
			message:
				"The reply isn't a Fotor token balance. Check that 'Base URL' is https://api-b.fotor.com and that 'API Key' is right.",
		},
	},
] as unknown as NonNullable<ICredentialTestRequest['rules']>;

function onStatus(value: number, message: string) {
	return { type: 'responseCode', properties: { value, message } };
}

/** Key and base URL of the Fotor OpenAPI (API reference, sections 1 and 2). */
export class FotorApi implements ICredentialType {
	name = 'fotorApi';

	displayName = 'Fotor API';

	icon = {
		light: 'file:../icons/fotor.svg',
		dark: 'file:../icons/fotor.dark.svg',
	} as const;

	documentationUrl =
		'https://github.com/n8n-nodes-fotor/n8n-nodes-fotor/blob/main/README.md#quick-start';

	/** Adds "Fotor - HTTP request" to n8n's node panel. */
	httpRequestNode = {
		name: 'Fotor',
		docsUrl: 'https://docs.fotor.com',
		apiBaseUrl: 'https://api-b.fotor.com',
	};

	properties: INodeProperties[] = [
		{
			displayName:
				'To get a key, sign in at <a href="https://developers.fotor.com" target="_blank">developers.fotor.com</a>, register as a developer, open <a href="https://developers.fotor.com/dashboard/setting/" target="_blank">Settings → API Key Management</a> and create one.',
			name: 'keyNotice',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			required: true,
			default: 'https://api-b.fotor.com',
			placeholder: 'e.g. https://api-b.fotor.com',
			description:
				'URL of the Fotor OpenAPI. Change it only to use a sandbox. URLs with http:// work only for a sandbox on this machine.',
		},
	];

	/**
	 * A function, because an expression would make n8n prepare an isolate. If n8n prepares isolates on demand, preparing
	 * one takes several times as long as the webhook call itself (docs/trigger.md). Trims spaces and line breaks around
	 * the key.
	 */
	authenticate: IAuthenticate = async ({ apiKey, baseUrl }, options) => {
		// Without this check, the credential test would show "Invalid URL" or a network error code.
		if (!URL.canParse(String(baseUrl).trim())) {
			throw new UserError("'Base URL' is not a URL. Set it to https://api-b.fotor.com.");
		}
		return {
			...options,
			headers: { ...options.headers, Authorization: `Bearer ${String(apiKey).trim()}` },
		};
	};

	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{$credentials.baseUrl}}',
			url: '/v1/credits',
		},
		rules: RULES,
	};
}
