import type { UploadMethod } from '../image/upload';

/** What the user set for one item, in the engine's units. */
export interface ItemSettings {
	waitForCompletion: boolean;
	downloadResult: boolean;
	/** Field of the item that gets the file. */
	outputField: string;
	/** ms */
	maxWait: number;
	onTimeout: 'error' | 'returnTask';
	/** Tasks in flight, 1 or more. */
	concurrency: number;
	/** ms between two looks; 0 = automatic. */
	interval: number;
	uploadMethod: UploadMethod;
	/** Name of the result file; empty = made from tool and task id. */
	fileName: string;
	includeRaw: boolean;
	/** Tokens below which nothing is submitted; 0 = off. */
	minimumBalance: number;
}
