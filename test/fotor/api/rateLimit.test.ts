import { outliveRateLimit } from '../../../fotor/api/retry';

test('sends nothing after the deadline, and blames "too many requests" only if Fotor asked for a pause', async () => {
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
