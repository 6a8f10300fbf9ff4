/**
 * Minimal imitations of other clients that wait for tasks. They run without n8n, against the same sandbox as the nodes,
 * and reproduce which requests each client sends, and when.
 */
import axios from 'axios';

export interface Target {
	url: string;
	apiKey: string;
	picture: string;
}

/** How a client waits for its tasks. */
export interface Client {
	name: string;
	/** Number of parallel tasks. */
	inFlight: number;
	/** Pauses before the first poll and between polls, in ms. */
	first: number;
	gap: number;
}

export const CLIENTS: Client[] = [
	// Most n8n nodes: one item at a time, with a fixed pause before each poll.
	{ name: 'fixed 3 s, one by one', inFlight: 1, first: 3_000, gap: 3_000 },
	// Fotor's own Python SDK: polls immediately, then every 2 s, and runs five tasks in parallel.
	{ name: 'fixed 2 s, 5 in parallel (SDK)', inFlight: 5, first: 0, gap: 2_000 },
	// A node that polls again as soon as it has a reply.
	{ name: 'busy loop, one by one', inFlight: 1, first: 0, gap: 0 },
];

/** Submits `count` tasks, waits for them and fetches the results. */
export async function runClient(client: Client, target: Target, count: number): Promise<void> {
	let next = 0;
	const worker = async () => {
		while (next < count) {
			next++;
			await runTask(client, target);
		}
	};
	await Promise.all(Array.from({ length: Math.min(client.inFlight, count) }, worker));
}

async function runTask(client: Client, { url, apiKey, picture }: Target): Promise<void> {
	const headers = { authorization: `Bearer ${apiKey}` };
	const submitted = await axios.post<{ data: { taskId: string } }>(
		`${url}/v1/aiart/retouchskin`,
		{ userImageUrl: picture },
		{ headers },
	);
	const task = `${url}/v1/aiart/tasks/${submitted.data.data.taskId}`;
	for (let wait = client.first; ; wait = client.gap) {
		if (wait) await new Promise((resolve) => setTimeout(resolve, wait));
		const { data } = await axios.get<{ data: { status: number; resultUrl: string } }>(task, {
			headers,
		});
		if (data.data.status !== 1) continue;
		await axios.get(data.data.resultUrl, { responseType: 'arraybuffer' });
		return;
	}
}
