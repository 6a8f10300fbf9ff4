import { clock } from '../clock';
import type { ItemSettings } from './types';

/** Unix ms by which an upload, a submission or a wait that begins now must end. */
export function deadlineOf({
	maxWait,
	answerBy = Infinity,
}: Pick<ItemSettings, 'maxWait' | 'answerBy'>): number {
	return Math.min(clock.now() + maxWait, answerBy);
}
