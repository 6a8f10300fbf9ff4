import type { IExecuteFunctions } from 'n8n-workflow';

import { inputFailure } from '../../fotor/failure';
import { isTool } from '../../fotor/host';
import { FilePicture } from '../../fotor/image/picture';
import type { Form } from '../shared/form';

/**
 * The image file to make a mask for.
 * @throws Failure when the item has no such file
 */
export function imageOf(form: Form): FilePicture {
	const label = form.label('imageBinaryProperty');
	const image = form.pictureOf(form.value('imageBinaryProperty'), label);
	if (image instanceof FilePicture) return image;
	throw inputFailure(
		`'${label}' must be the name of a binary field`,
		'Download the image first, for example with the HTTP Request node.',
	);
}

/**
 * @param what the words that complete the message "An AI agent can't use …"
 * @throws Failure when the node runs as a tool
 */
export function refuseAgents(context: IExecuteFunctions, what: string): void {
	if (!isTool(context)) return;
	throw inputFailure(
		`An AI agent can't use ${what}`,
		'Put the Fotor Mask node before or after the agent, or let the agent pass shapes to Fotor AI Replace.',
	);
}
