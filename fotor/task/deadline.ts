import { clock } from '../clock';
import type { ItemSettings } from './types';

/** Unix ms until which something that begins now may go on: an upload, a submission, a wait. */
export function deadlineOf({
	maxWait,
	answerBy = Infinity,
}: Pick<ItemSettings, 'maxWait' | 'answerBy'>): number {
	return Math.min(clock.now() + maxWait, answerBy);
}
