import type {
	IAuthenticateGeneric,
	ICredentialTestRequest,
	ICredentialType,
	INodeProperties,
} from 'n8n-workflow';

/** Key and address of the Fotor OpenAPI (API reference, sections 1 and 2). */
export class FotorApi implements ICredentialType {
	name = 'fotorApi';

	displayName = 'Fotor API';

	icon = {
		light: 'file:../icons/fotor.svg',
		dark: 'file:../icons/fotor.dark.svg',
	} as const;

	documentationUrl = 'https://developers.fotor.com';

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

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: {
			headers: { Authorization: '=Bearer {{$credentials.apiKey}}' },
		},
	};

	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{$credentials.baseUrl}}',
			url: '/v1/credits',
		},
	};
}
