import { NodeOperationError, type IExecuteFunctions } from 'n8n-workflow';

import type { Failure } from '../../fotor/failure';

/** The node's error: which item can't be used, and in its description what to do. */
export function nodeError(
	context: IExecuteFunctions,
	{ message, advice }: Failure,
	itemIndex: number,
): NodeOperationError {
	return new NodeOperationError(context.getNode(), `${message} [item ${itemIndex}]`, {
		description: advice,
		itemIndex,
	});
}
