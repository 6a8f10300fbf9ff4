import type { ILoadOptionsFunctions, INodeProperties, ResourceMapperFields } from 'n8n-workflow';

import { isOnlyLocal } from '../../fotor/webhook/reachable';

/**
 * A notice in the form, for an n8n that Fotor can't call. Notices have a fixed text; of all fields this one alone
 * shows what the server answers, and nothing when that is nothing.
 */
export const ADDRESS_NOTICE: INodeProperties = {
	displayName: 'Address Notice',
	name: 'localAddressNotice',
	type: 'resourceMapper',
	noDataExpression: true,
	// What the form makes of it anyway: opening the node is no change.
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

/** Compares the address that n8n gives its webhooks, which begins like that of its own interface. */
export async function localAddressNotice(
	this: ILoadOptionsFunctions,
): Promise<ResourceMapperFields> {
	const address = this.getRestApiUrl();
	if (!isOnlyLocal(address)) return { fields: [] };
	return {
		fields: [],
		emptyFieldsNotice: `Fotor can't reach this n8n: <b>${new URL(address).origin}</b> is an address of this machine or of a private network. Set the environment variable <b>WEBHOOK_URL</b> to the public address of this n8n and start it again. Until then only calls from here arrive.`,
	};
}
