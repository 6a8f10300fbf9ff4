import { sandboxCredential } from '../../harness/n8n/examples';
import { PACKAGE_NAME } from '../../harness/n8n/package';
import { nodeOutput, type N8nRest } from '../../harness/n8n/rest';
import { executionsOf } from '../../harness/n8n/webhooks';
import { chain, type ChainNode } from '../../harness/n8n/workflows';
import { samplePhoto, startSandbox, type Sandbox } from '../../sandbox';
import { FILE_STARTS } from './fileStarts';
import { until } from './until';

/** The nodes between the trigger and the tool, keyed by where the tool's file comes from. */
export const PLACES = {
	'from the trigger': () => [],
	'from the trigger, passed on by a node': () => [
		{ name: 'Pass', type: 'n8n-nodes-base.noOp', typeVersion: 1, parameters: {} },
	],
	'from a node in between': (sandbox: Sandbox) => {
		const { data, fileName, mimeType } = samplePhoto();
		const url = sandbox.publish(fileName, data, mimeType);
		const options = { response: { response: { responseFormat: 'file' } } };
		const parameters = { url, options };
		return [
			{ name: 'Make', type: 'n8n-nodes-base.httpRequest', typeVersion: 4.2, parameters },
		] as ChainNode[];
	},
} satisfies Record<string, (sandbox: Sandbox) => ChainNode[]>;

export type Place = keyof typeof PLACES;

/** What happened to a paid task whose status check was rejected, and to the file that the tool got. */
export interface Outcome {
	/** Statuses of the execution and of its Retry. */
	statuses: string[];
	/** Storage ID of the tool's file in the failed execution. Undefined if n8n keeps the bytes in the item. */
	fileId?: string;
	submissions: number;
	/** True if the Retry returned the result of the first task that was paid for. */
	isSameTask: boolean;
}

const TOOL = 'Remove Background';

/** A trigger passes a file to a tool, Fotor rejects the status check (403), and the user presses Retry. */
export async function retryFile(rest: N8nRest, start: string, place: Place): Promise<Outcome> {
	const sandbox = await startSandbox({ taskDurationMs: 50 });
	const from = await FILE_STARTS[start]?.(rest);
	if (!from) throw new Error(`no trigger named "${start}"`);
	try {
		const { id, name } = await rest.createCredential(sandboxCredential(sandbox));
		const between = PLACES[place](sandbox);
		const field = place === 'from a node in between' ? 'data' : from.field;
		const workflow = await rest.createWorkflow(
			chain(from.node, ...between, {
				name: TOOL,
				type: `${PACKAGE_NAME}.fotorBackgroundRemover`,
				typeVersion: 1,
				parameters: { imageBinaryProperty: field },
				credentials: { fotorApi: { id, name } },
			}),
		);
		await rest.activateWorkflow(workflow.id);
		sandbox.fail({ on: 'poll', status: 403 });
		// n8n registers the trigger shortly after it confirms the activation.
		await until(async () => (await from.send()) !== 404);

		const [failed] = await executionsOf(rest, workflow.id, 1);
		if (!failed) throw new Error('no execution');
		const retried = await rest.waitForExecution(await rest.retryExecution(failed.id, 'original'));
		await rest.deactivateWorkflow(workflow.id);
		const [file] = nodeOutput(failed.data, between[0]?.name ?? from.node.name);
		const taskIds = sandbox.submissions.map(({ taskId }) => taskId);
		return {
			statuses: [failed.status, retried.status],
			fileId: file?.binary?.[field]?.id,
			submissions: taskIds.length,
			isSameTask: nodeOutput(retried.data, TOOL)[0]?.json.taskId === taskIds[0],
		};
	} finally {
		await from.close?.();
		await sandbox.close();
	}
}
