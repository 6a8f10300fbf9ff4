/** Table rows that compare this package in n8n-core with the baselines: time and polls, measured in the same run. */
import { samplePhoto } from '../sandbox';
import { nextLook } from '../fotor/task/schedule';
import { startFotor, type Fotor } from '../harness/engine/fotor';
import { CLIENTS, runClient } from './baselines';
import type { Row } from './report';

/** A task takes 4.3 s, and a request takes 40 ms. */
const JOB = { taskDurationMs: 4_300, latencyMs: 40 };
/** Goals for total time in seconds and polls per task, by number of items. */
const GOALS: Record<number, { seconds: number; polls?: number }> = {
	1: { seconds: 4.8, polls: 8 },
	5: { seconds: 4.9 },
	20: { seconds: 18.9, polls: 4 },
};

export async function speedRows(log: (line: string) => void): Promise<Row[]> {
	const fotor = await startFotor({ sandbox: { ...JOB, credits: 100_000 } });
	const photo = samplePhoto();
	const picture = fotor.sandbox.publish(photo.fileName, photo.data, photo.mimeType);
	const rows: Row[] = [];
	try {
		await runNode(fotor, picture, 1); // warm-up: the first run loads code
		for (const count of [1, 5, 20]) {
			log(`${count} item(s)`);
			const own = await measure(fotor, async () => await runNode(fotor, picture, count));
			const goal = GOALS[count];
			rows.push({
				case: `${count} item${count > 1 ? 's, 5 in parallel' : ''}`,
				client: 'n8n-nodes-fotor',
				seconds: own.seconds,
				pollsPerTask: own.polls / count,
				goal: goal && `≤ ${goal.seconds} s${goal.polls ? `, ≤ ${goal.polls} polls per task` : ''}`,
				met: goal && own.seconds <= goal.seconds && own.polls / count <= (goal.polls ?? Infinity),
			});
			for (const client of CLIENTS) {
				// Processing 20 items one by one would take 2 minutes and show nothing new.
				if (count === 20 && client.inFlight === 1) continue;
				const { url, apiKey } = fotor.sandbox;
				const run = async () => await runClient(client, { url, apiKey, picture }, count);
				const other = await measure(fotor, run);
				rows.push({
					case: `${count} item${count > 1 ? 's' : ''}`,
					client: client.name,
					seconds: other.seconds,
					pollsPerTask: other.polls / count,
				});
			}
		}
		rows.push(longJob());
		log('cancel');
		rows.push(await cancelRow(fotor, picture));
	} finally {
		await fotor.close();
	}
	return rows;
}

/** Number of polls for a ten-minute task, computed from the schedule without waiting. */
function longJob(): Row {
	const ready = 600_000;
	let [age, looks] = [0, 0];
	while (age < ready) {
		const at = nextLook({
			age,
			looks,
			unanswered: 0,
			interval: 0,
			place: 0,
			retryAfter: 0,
			deadline: 1_800_000,
		});
		age = at ?? ready;
		looks++;
	}
	const late = (age - ready) / 1000;
	return {
		case: '10-minute job (computed)',
		client: 'n8n-nodes-fotor',
		seconds: late,
		pollsPerTask: looks,
		goal: '≤ 8 s late, ≤ 60 polls',
		met: late <= 8 && looks <= 60,
		note: 'seconds = delay of the last poll',
	};
}

async function cancelRow(fotor: Fotor, picture: string): Promise<Row> {
	const before = fotor.sandbox.submissions.length;
	let cancelledAt = 0;
	await fotor.engine.run('n8n-nodes-fotor.fotorSkinRetouch', form(picture, 2), {
		input: items(3),
		onStart: (cancel) =>
			setTimeout(() => {
				cancelledAt = Date.now();
				cancel();
			}, 1_500),
	});
	const seconds = (Date.now() - cancelledAt) / 1000;
	await new Promise((resolve) => setTimeout(resolve, 500));
	const submitted = fotor.sandbox.submissions.length - before;
	return {
		case: 'cancel, 3 items, 2 in parallel',
		client: 'n8n-nodes-fotor',
		seconds,
		goal: '≤ 0.2 s, no later submissions',
		met: seconds <= 0.2 && submitted === 2,
		note: `${submitted} submissions in total`,
	};
}

async function runNode(fotor: Fotor, picture: string, count: number): Promise<void> {
	const result = await fotor.engine.run('n8n-nodes-fotor.fotorSkinRetouch', form(picture, 5), {
		input: items(count),
	});
	const files = result.items.filter((item) => item.binary?.data);
	if (files.length !== count) throw new Error(`${files.length} of ${count} items have a file`);
}

async function measure(fotor: Fotor, run: () => Promise<void>) {
	const polls = () =>
		fotor.sandbox.requests.filter(({ path }) => path.startsWith('/v1/aiart/tasks/')).length;
	const before = polls();
	const started = performance.now();
	await run();
	return { seconds: (performance.now() - started) / 1000, polls: polls() - before };
}

const form = (imageUrl: string, concurrency: number) => ({
	imageSource: 'url',
	imageUrl,
	options: { concurrency },
});

const items = (count: number) => Array.from({ length: count }, () => ({ json: {} }));
