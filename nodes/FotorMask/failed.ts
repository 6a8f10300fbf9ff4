import { NodeOperationError, type IExecuteFunctions } from 'n8n-workflow';

import { quoted, type Failure } from '../../fotor/failure';
import { hasManyItems } from '../../fotor/host';

/** The node's error: which item can't be used, and in its description what to do. */
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
