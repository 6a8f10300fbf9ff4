import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { toFailure } from '../../fotor/failure';
import { openFile } from '../../fotor/file/open';
import { inspectFile } from '../../fotor/image/inspect';
import { sizeNeeded } from '../../fotor/image/limits';
import { failedItem } from '../../fotor/nodeError';
import { Form } from '../shared/form';
import { nodeError } from './failed';
import { FIELDS } from './fields';
import { imageOf, refuseAgents } from './image';
import { waitLimit } from './waitLimit';

/**
 * Makes the execution wait until the masks of all items are painted (`receive.ts`) or the time limit is reached.
 * @returns the items that n8n shows during the wait. They also become the node's stored input, which n8n passes on
 * after the time limit
 */
export async function paint(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	const items = context.getInputData();
	const waiting: INodeExecutionData[] = [];
	let end: Date | undefined;
	let toPaint = 0;
	for (const [itemIndex, item] of items.entries()) {
		try {
			end ??= readLimit(context);
			await checkItem(context, itemIndex);
			toPaint++;
			const json = { ...item.json, timedOut: true };
			waiting.push({ ...item, json, pairedItem: { item: itemIndex } });
		} catch (thrown) {
			const failure = toFailure(thrown);
			if (!context.continueOnFail()) throw nodeError(context, failure, itemIndex);
			waiting.push(failedItem(context, failure, { itemIndex }));
		}
	}
	if (!end || toPaint === 0) return waiting;
	// After a wait, n8n doesn't run the node again: it passes on the input.
	const execution = context.getExecuteData();
	execution.data = { ...execution.data, main: [waiting] };
	// n8n's editor doesn't know the link's signature, so it reads the complete link from here.
	const { resumeUrl } = context.getWorkflowDataProxy(0).$execution as { resumeUrl?: string };
	if (resumeUrl) context.setMetadata({ resumeUrl });
	await context.putExecutionToWait(end);
	return waiting;
}

function readLimit(context: IExecuteFunctions): Date {
	refuseAgents(context, "'Paint': a person has to open a page");
	return waitLimit(new Form(context, 0, FIELDS), context.getTimezone());
}

/** @throws Failure if the item has no image of a known size, or its form can't be used */
async function checkItem(context: IExecuteFunctions, itemIndex: number): Promise<void> {
	const form = new Form(context, itemIndex, FIELDS);
	form.text('outputBinaryProperty');
	form.options.number('grow');
	const image = imageOf(form);
	const size = await inspectFile(await openFile(context, image.file, image.label), image.label);
	if (!size) throw sizeNeeded(image.label, 'the mask must have the same size');
}
