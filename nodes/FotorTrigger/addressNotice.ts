import type { ILoadOptionsFunctions, INodeProperties, ResourceMapperFields } from 'n8n-workflow';

import { isOnlyLocal } from '../../fotor/webhook/reachable';

/**
 * A notice that the form shows only if Fotor can't reach this n8n instance. The text of an n8n notice is fixed, so this
 * is a resource mapper, the only kind of field that can show text from the server or stay empty.
 */
export const ADDRESS_NOTICE: INodeProperties = {
	displayName: 'URL Notice',
	name: 'localAddressNotice',
	type: 'resourceMapper',
	noDataExpression: true,
	// The value that the form itself would set, so opening the node doesn't change the workflow.
	default: {
		mappingMode: 'defineBelow',
		value: {},
		matchingColumns: [],
		schema: [],
		attemptToConvertTypes: false,
		convertFieldsToString: false,
	},
	typeOptions: {
		resourceMapper: {
			resourceMapperMethod: 'localAddressNotice',
			mode: 'map',
			supportAutoMap: false,
			hideNoDataError: true,
		},
	},
};

/** Checks the URL of n8n's REST API, which has the same origin as its webhooks. */
export async function localAddressNotice(
	this: ILoadOptionsFunctions,
): Promise<ResourceMapperFields> {
	const address = this.getRestApiUrl();
	if (!isOnlyLocal(address)) return { fields: [] };
	return {
		fields: [],
		emptyFieldsNotice: `Fotor can't reach this n8n instance: <b>${new URL(address).origin}</b> is on this machine or on a private network. Set the environment variable <b>WEBHOOK_URL</b> to the public URL of this n8n instance and restart n8n. Until then, only calls from your own network get through.`,
	};
}
