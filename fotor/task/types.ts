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

/** The user's settings for one item, in the units that the engine uses. */
export interface ItemSettings {
	waitForCompletion: boolean;
	downloadResult: boolean;
	/** Name of the item's binary field to put the file in. */
	outputField: string;
	/** ms */
	maxWait: number;
	/** Time by which a tool call must be answered, whatever it is waiting for, in Unix ms. Unset = no limit. */
	answerBy?: number;
	onTimeout: 'error' | 'returnTask';
	/** With `release`, long waits don't hold a worker (if n8n supports this). */
	whileWaiting: 'hold' | 'release';
	/** Maximum number of tasks in flight, 1 or more. */
	concurrency: number;
	/** Time between two status checks, ms; 0 = automatic. */
	interval: number;
	uploadMethod: UploadMethod;
	/** Name of the result file. If empty, the name is made from the tool and the task ID. */
	fileName: string;
	/** Maximum size of a result in bytes; larger results are not fetched. */
	maxFileBytes: number;
	includeRaw: boolean;
	/** Minimum number of tokens to keep in the account; 0 = off. */
	minimumBalance: number;
	/** The key in 'Pay Once Per Key'; empty = off. */
	taskKey: string;
	/** Number of days for which keys are remembered. */
	taskKeyDays: number;
	/** True to check everything without sending or paying for anything. */
	dryRun: boolean;
}

/** An image and its mask, both of which are also in the job's body. */
export interface MaskPreview {
	image: Picture;
	mask: Picture;
	/** The color that marks the part to replace. */
	convention: MaskConvention;
}

/** One item that has been checked and is ready to be sent. Its images have not been uploaded yet. */
export interface Job extends Place {
	kind: 'task';
	endpoint: Endpoint;
	/** The endpoint's path, followed by the model ID if there is one. */
	path: string;
	body: Body;
	settings: ItemSettings;
	/** The job's position among the jobs of the run, if it differs from the item's index. */
	order?: number;
	/** Returns the advice to give if Fotor doesn't recognize the path. */
	notFoundAdvice?: (path: string) => string;
	/** Fields of the input item to copy into the results. */
	inputFields?: IDataObject;
	/** The image and mask that a dry run shows as files. */
	preview?: MaskPreview;
	/** ID of an existing task to wait for. Nothing is submitted. */
	taskId?: string;
}

/** An accepted task that the run waits for without holding its worker. */
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

/** A job that makes only free calls for one item. */
export interface FreeJob {
	kind: 'free';
	itemIndex: number;
	work: (api: Api) => Promise<INodeExecutionData[]>;
}

/** An item, or one of an item's files, that is refused before anything is sent. */
export interface RefusedJob extends Place {
	kind: 'refused';
	failure: Failure;
	/** Fields of the input item to copy into the output. */
	inputFields?: IDataObject;
	/** True for a dry run, in which the item is only checked. */
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
	/** IDs of shared tasks ('Pay Once Per Key') whose cost an item in this run has already reported. */
	readonly counted: Set<string>;
	/** Limits the number of tasks in flight. */
	readonly throttle: Throttle;
	/** Limits the number of downloads in flight. */
	readonly downloads: Throttle;
	readonly durations: Durations;
	/** Maximum number of tasks in flight. */
	readonly concurrency: number;
	/** Returns the `Uploads` for a signed upload type, such as `img2img`. */
	uploads(uploadType: string): Uploads;
	/** Set if the run may release its worker while it waits. */
	readonly handover?: Handover;
	/** Enforces each item's minimum balance. */
	readonly budget: Budget;
	/** Adds up what the run has cost, for the hint shown after a manual run. */
	readonly spent: { ended(task: TaskDetails | undefined): void };
	/** Adds up what dry runs would cost. */
	readonly forecast: Forecast;
	/** Adds a warning that n8n shows above the output. */
	hint(text: string): void;
	/** Adds an informational hint. */
	inform(text: string): void;
}

/** Fotor's name for a task's type. For all known types, it is the last part of the path (API reference, section 5). */
export function typeOf({ path }: Endpoint): string {
	return path.split(/[/?]/).filter(Boolean).pop() ?? path;
}
