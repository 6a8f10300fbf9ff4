import { NodeOperationError, type IExecuteFunctions } from 'n8n-workflow';

import { quoted, type Failure } from '../../fotor/failure';
import { hasManyItems } from '../../fotor/host';

/** The n8n error for a failed item. Its description says what to do. */
export function nodeError(
	context: IExecuteFunctions,
	failure: Failure,
	itemIndex: number,
): NodeOperationError {
	const place = hasManyItems(context) ? ` [item ${itemIndex}]` : '';
	return new NodeOperationError(context.getNode(), failure.message + place, {
		description: [failure.advice, quoted(failure)].filter(Boolean).join(' '),
		itemIndex,
	});
}
