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
 * Makes the execution wait until all masks have been painted (see `receive.ts`) or the time limit is reached.
 * @returns the items that n8n shows during the wait. They also become the node's stored input, which n8n passes on when
 * the time limit is reached
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
	// After a wait, n8n passes on the node's input instead of running the node again.
	const execution = context.getExecuteData();
	execution.data = { ...execution.data, main: [waiting] };
	// n8n's editor can't sign the link itself, so it reads the signed link from the metadata.
	const { resumeUrl } = context.getWorkflowDataProxy(0).$execution as { resumeUrl?: string };
	if (resumeUrl) context.setMetadata({ resumeUrl });
	await context.putExecutionToWait(end);
	return waiting;
}

function readLimit(context: IExecuteFunctions): Date {
	refuseAgents(context, "'Paint': a person has to open a page");
	return waitLimit(new Form(context, 0, FIELDS), context.getTimezone());
}

/** @throws Failure if a value in the form can't be used, or the size of the item's image can't be read */
async function checkItem(context: IExecuteFunctions, itemIndex: number): Promise<void> {
	const form = new Form(context, itemIndex, FIELDS);
	form.text('outputBinaryProperty');
	form.options.number('grow');
	const image = imageOf(form);
	const size = await inspectFile(await openFile(context, image.file, image.label), image.label);
	if (!size) throw sizeNeeded(image.label, 'the mask must be the same size');
}
