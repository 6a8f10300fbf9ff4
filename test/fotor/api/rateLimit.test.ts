import { outliveRateLimit } from '../../../fotor/api/retry';

test('nothing is sent after the deadline, and that is no "too many requests"', async () => {
	const { signal: closed } = new AbortController();
	const throttle = { quietFor: () => 0, quiet: async () => {}, rateLimited: () => {} };
	const request = jest.fn();
	const patience = { throttle, closed, deadline: Date.now() - 1 };
	expect(await outliveRateLimit(request, patience)).toBeUndefined();
	expect(request).not.toHaveBeenCalled();
	const busy = { ...throttle, quietFor: () => 1_000 };
	const last = await outliveRateLimit(request, { ...patience, throttle: busy });
	expect(last).toMatchObject({ kind: 'rateLimited' });
});
