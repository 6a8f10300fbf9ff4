import type { NodeHint } from 'n8n-workflow';

import type { Endpoint } from '../../fotor/api/endpoints';
import { tokenText } from '../../fotor/values';

/** Price text such as "8 tokens per image". Undefined if no price is published. */
function perImage({ tokens }: Endpoint, image = 'image'): string | undefined {
	return tokens === undefined ? undefined : `${tokenText(tokens)} per ${image}`;
}

/**
 * Sentence such as "Costs 8 tokens per image." Empty if no price is published.
 * @param image the tool's word for an image
 */
export function cost(endpoint: Endpoint, image?: string): string {
	const price = perImage(endpoint, image);
	return price === undefined ? '' : `Costs ${price}.`;
}

/** The hint for a field that sets how many images to make. */
export function countPrice(endpoint: Endpoint): string {
	const { tokens = 1 } = endpoint;
	return `${perImage(endpoint) ?? ''}: 4 images cost ${tokenText(4 * tokens)}`;
}

/** The hint for a field that selects a model. */
export const MODEL_PRICE =
	"The price depends on the model, and Fotor doesn't publish it. To find out, run one item and check 'tokensUsed' in its output.";

/**
 * The price hint that a node's output panel shows before the node has run.
 * @param byModel true if the price depends on the model
 */
export function priceHints(endpoint: Endpoint, byModel = false): NodeHint[] {
	const unknown = "Fotor doesn't publish the price.";
	return [
		{
			message: `${(!byModel && cost(endpoint)) || unknown} To check your items without paying, add the 'Dry Run' option.`,
			type: 'info',
			location: 'outputPane',
			whenToDisplay: 'beforeExecution',
		},
	];
}
