import type { State } from './state';
import type { SandboxStats } from './types';

export const stats = (state: State): SandboxStats => ({
	credits: { ...state.credits },
	submissions: state.submissions.length,
	requests: state.requests.length,
	inFlight: state.inFlight,
	peakInFlight: state.peakInFlight,
	tasks: state.tasks.size,
});
