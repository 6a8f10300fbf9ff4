import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Endpoint } from '../api/endpoints';
import type { Api } from '../api/request';
import type { Failure } from '../failure';
import type { MaskConvention } from '../image/mask';
import type { Body, Picture } from '../image/picture';
import type { UploadMethod, Uploads } from '../image/upload';
import type { Place } from '../place';
import type { Budget } from './budget';
import type { TaskDetails } from './details';
import type { Forecast } from './forecast';
import type { TaskKeys } from './keys';
import type { Handover } from './handover';
import type { Ledger } from './ledger';
import type { TaskMemory } from './memory';
import type { Durations } from './schedule';
import type { Throttle } from './throttle';

/** What the user set for one item, in the engine's units. */
export interface ItemSettings {
	waitForCompletion: boolean;
	downloadResult: boolean;
	/** Name of the item's binary field that gets the file. */
	outputField: string;
	/** ms */
	maxWait: number;
	/** Unix ms by which a tool call must be answered, whatever it is waiting for; unset = no limit. */
	answerBy?: number;
	onTimeout: 'error' | 'returnTask';
	/** `release`: long waits don't hold a worker, if n8n supports that. */
	whileWaiting: 'hold' | 'release';
	/** Maximum number of tasks in flight, 1 or more. */
	concurrency: number;
	/** Time between two status checks, ms; 0 = automatic. */
	interval: number;
	uploadMethod: UploadMethod;
	/** Name of the result file. If empty, it is made from the tool and the task ID. */
	fileName: string;
	/** Maximum size of a result in bytes; larger results are not fetched. */
	maxFileBytes: number;
	includeRaw: boolean;
	/** Tokens to keep; 0 = off. */
	minimumBalance: number;
	/** The key in 'Pay Once Per Key'; empty = off. */
	taskKey: string;
	/** Number of days for which keys are remembered. */
	taskKeyDays: number;
	/** True to check everything, but send and pay nothing. */
	dryRun: boolean;
}

/** An image and its mask, both of which are also in the job's body. */
export interface MaskPreview {
	image: Picture;
	mask: Picture;
	/** The color that marks the part to replace. */
	convention: MaskConvention;
}

/** One item, ready to be sent: checked, but with its images not yet uploaded. */
export interface Job extends Place {
	kind: 'task';
	endpoint: Endpoint;
	/** The endpoint's path, followed by the model ID if there is one. */
	path: string;
	body: Body;
	settings: ItemSettings;
	/** The job's position among the jobs of the run, if it differs from the item's index. */
	order?: number;
	/** Returns the advice to give if Fotor has no such path. */
	notFoundAdvice?: (path: string) => string;
	/** Fields of the input that stay with the results. */
	inputFields?: IDataObject;
	/** The image and mask that a dry run shows as files. */
	preview?: MaskPreview;
	/** An existing task to wait for; nothing is submitted. */
	taskId?: string;
}

/** An accepted task that the run no longer waits for in its worker. */
export interface OpenTask {
	kind: 'open';
	job: Job;
	taskId: string;
	/** Unix ms */
	submittedAt: number;
	/** Unix ms when the wait ends. */
	deadline: number;
	/** The task type that Fotor has reported, if any. */
	type?: string;
}

/** A job for one item that makes only free calls. */
export interface FreeJob {
	kind: 'free';
	itemIndex: number;
	work: (api: Api) => Promise<INodeExecutionData[]>;
}

/** An item, or one file of an item that has several, that is refused before anything is sent. */
export interface RefusedJob extends Place {
	kind: 'refused';
	failure: Failure;
	/** Fields of the input that stay with the item. */
	inputFields?: IDataObject;
	/** True if the item should only be checked. */
	dryRun?: boolean;
}

export type AnyJob = Job | FreeJob | RefusedJob;

/** What the items of one node run share. */
export interface Batch {
	readonly context: IExecuteFunctions;
	readonly api: Api;
	readonly memory: TaskMemory;
	readonly ledger: Ledger;
	readonly keys: TaskKeys;
	/** IDs of tasks that items share through a key, and whose cost an item of this run already reports. */
	readonly counted: Set<string>;
	/** Limits the tasks in flight. */
	readonly throttle: Throttle;
	/** Limits the downloads in flight. */
	readonly downloads: Throttle;
	readonly durations: Durations;
	/** Maximum number of tasks in flight. */
	readonly concurrency: number;
	/** Returns the uploads for a `type` of signed upload. */
	uploads(uploadType: string): Uploads;
	/** Set if the run may stop holding its worker. */
	readonly handover?: Handover;
	/** Enforces each item's minimum balance. */
	readonly budget: Budget;
	/** What the run has cost, for a manual run's hint. */
	readonly spent: { ended(task: TaskDetails | undefined): void };
	/** Adds up what dry runs would cost. */
	readonly forecast: Forecast;
	/** Adds a warning that n8n shows above the output. */
	hint(text: string): void;
	/** Adds an informational hint. */
	inform(text: string): void;
}

/** Fotor's name for the type of a task: for all known types, the last part of the path (API reference, section 5). */
export function typeOf({ path }: Endpoint): string {
	return path.split(/[/?]/).filter(Boolean).pop() ?? path;
}
