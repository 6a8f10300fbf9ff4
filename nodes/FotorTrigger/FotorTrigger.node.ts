import {
	NodeConnectionTypes,
	type IHookFunctions,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
} from 'n8n-workflow';

import { FOTOR_DESCRIPTION, icon } from '../shared/tool';
import { localAddressNotice } from './addressNotice';
import { FIELDS } from './fields';
import { prepare } from './lifecycle';
import { receive } from './receive';

/** Starts a workflow when Fotor reports the status of a task (API reference, section 21). */
export class FotorTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Fotor Trigger',
		name: 'fotorTrigger',
		icon: icon('fotor'),
		group: ['trigger'],
		// Both versions work the same, but version 1 makes n8n evaluate an expression for every call, which takes time.
		version: [1, 2],
		subtitle: '={{ $parameter["events"].join(", ").replace("inProgress", "in progress") }}',
		description: FOTOR_DESCRIPTION,
		defaults: { name: 'Fotor Trigger' },
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{ name: 'fotorApi', required: true, displayOptions: { show: { verifyWithApi: [true] } } },
		],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				path: 'webhook',
				responseMode: 'onReceived',
				// If `responseData` isn't set, callers get the text "firstEntryJson".
				responseData: '',
			},
		],
		eventTriggerDescription: 'Waiting for Fotor to report the status of a task',
		activationMessage:
			'Fotor can start this workflow once the production URL of the Fotor Trigger is set in your Fotor account.',
		triggerPanel: {
			header: '',
			executionsHelp: {
				inactive:
					"Fotor probably calls only one URL per account, for both tests and production.<br /><br /><b>While you build</b>, click the button above and send a call to the test URL yourself. Don't give the test URL to Fotor: this URL accepts only one call, and all other reports would be lost.<br /><br /><b>To run the workflow automatically</b>, activate (publish) it and give Fotor the production URL.",
				active:
					'Fotor probably calls only one URL per account, for both tests and production.<br /><br />The workflow is active: give Fotor the production URL. Its executions show up in the <a data-key="executions">executions list</a>, not in the editor. The test URL works only while you listen for a call here.',
			},
			activationHint:
				'When you finish building the workflow, activate (publish) it and give Fotor the production URL.',
		},
		builderHint: {
			searchHint:
				"Starts a workflow when Fotor reports a finished task. Submit the tasks with 'Wait for Completion' turned off.",
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-fotor.fotor',
					relationHint: 'Collects results by task ID, and lists styles and models',
				},
			],
		},
		properties: FIELDS,
	};

	methods = { resourceMapping: { localAddressNotice } };

	webhookMethods = {
		default: {
			// Fotor's API doesn't report whether the URL is set. Returning false makes n8n call `create`, which checks
			// the settings.
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return false;
			},
			async create(this: IHookFunctions): Promise<boolean> {
				prepare(this);
				return true;
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return true;
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receive(this);
	}
}
