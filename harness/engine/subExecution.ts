import type {
	INodeExecutionData,
	IRun,
	IRunExecutionData,
	ITaskData,
	IWorkflowBase,
} from 'n8n-workflow';

/** A sub-execution that a node has started, in the form that n8n keeps in its database. */
export interface SubExecution {
	id: string;
	workflow: IWorkflowBase;
	/** Run data saved when the sub-execution ended or started waiting. */
	run: IRun;
	/** Items the sub-execution was started with. */
	input: INodeExecutionData[];
	/** Time of each wake-up that the sub-execution asked for, in Unix ms. */
	wakeUps: number[];
}

/** A copy of the value, as if n8n had saved and loaded it. */
export function storedCopy<T>(value: T): T {
	return JSON.parse(JSON.stringify(value)) as T;
}

/** The last output of an execution. n8n passes it to the execution that is waiting for this one. */
export function lastOutput({ data }: IRun): ITaskData | undefined {
	const { runData, lastNodeExecuted = '' } = data.resultData;
	return runData[lastNodeExecuted]?.at(-1);
}

/**
 * Returns the data of a waiting execution, updated with the result of its sub-execution. n8n 2.41 does the same in
 * `updateParentExecutionWithChildResults`.
 */
export function withChildResult(waiting: IRunExecutionData, child: IRun): IRunExecutionData {
	const data = storedCopy(waiting);
	const entry = data.executionData?.nodeExecutionStack[0];
	if (!entry) throw new Error('The execution is not waiting');
	const { error } = child.data.resultData;
	if (error) entry.metadata = { ...entry.metadata, resumeError: storedCopy(error) };
	else entry.data = storedCopy(lastOutput(child)?.data ?? {});
	return data;
}

/** Parameters of a stand-in for n8n's If node. The sub-workflow of 'Release the Worker' contains an If node. */
export const IF_PROPERTIES = [
	{ displayName: 'Conditions', name: 'conditions', type: 'json' as const, default: {} },
];
