import { inspect } from 'node:util';
import { sandboxCredential } from '../../../harness/n8n/examples';
import { isReady } from '../../../harness/n8n/server';
import { startSandbox, type Sandbox } from '../../../sandbox';
import { cells, DURATIONS, UNHARMED, type Left } from '../../crash/cells';
import { leftOf, startAll } from '../../crash/moments';
import { until } from '../../support/until';
import { sharedQueue, signedInRest } from '../support/context';
import { PROCESSES, WORKERS } from '../support/stack';
import { killAll, killRedis } from '../support/workers';

interface Victim {
	kill: () => Promise<unknown>;
	/** Whether the kill ends workers that are running executions. */
	harms: boolean;
}

const VICTIMS: Record<string, Victim> = {
	'both workers': { kill: async () => await killAll(WORKERS), harms: true },
	everything: {
		kill: async () => await Promise.all([killAll(PROCESSES), killRedis()]),
		harms: true,
	},
	main: { kill: async () => await killAll(['main']), harms: false },
	Redis: { kill: killRedis, harms: false },
};

/**
 * What to kill: by default, only the workers, because each test takes 3.5 minutes or more. To kill other processes, set
 * `VICTIMS="main,Redis,everything"`.
 */
const chosen = process.env.VICTIMS?.split(',') ?? ['both workers'];

/** Uses the moments and allowed outcomes of `npm run test:crash`. */
describe("kill -9 at each stage of 'Release the Worker'", () => {
	let sandbox: Sandbox;
	beforeEach(async () => {
		sandbox = await startSandbox({ taskDurationMs: DURATIONS });
	});
	afterEach(async () => await sandbox.close());

	it.each(chosen)(
		'loses no more than the docs say (killed: %s)',
		async (name) => {
			const { kill, harms } = VICTIMS[name] as Victim;
			const rest = await signedInRest();
			const credential = await rest.createCredential(sandboxCredential(sandbox));
			const started = await startAll(rest, sandbox, cells({ sandbox, credential }));
			await kill();
			const { mainUrl, webhookUrl } = sharedQueue();
			for (const url of [mainUrl, webhookUrl]) await until(async () => await isReady(url), 180_000);
			const again = await signedInRest();
			for (const one of started) {
				const left = inOneWord(await leftOf(again, sandbox, one));
				console.log(`Killed ${name} ${one.cell.moment}: ${inspect(left)}`);
				const harmed = [...one.cell.left, ...(one.cell.leftInQueueMode ?? [])];
				// On a busy machine, an execution may end before the kill, except if its request is stalled.
				const isHit = harms && one.cell.stalls !== undefined;
				const allowed = [...(harms ? harmed : []), ...(isHit ? [] : UNHARMED)];
				expect({ moment: one.cell.moment, left: allowed }).toEqual({
					moment: one.cell.moment,
					left: expect.arrayContaining([left]) as Left[],
				});
			}
		},
		700_000,
	);
});

/**
 * Returns the outcome with 'crashed' in place of 'error'. After a kill, a restarted worker sets the status to
 * 'crashed', and the main process sets it to 'error'. Either process may come first.
 */
function inOneWord(left: Left): Left {
	const word = (status: string) => (status === 'error' ? 'crashed' : status);
	const child = left.child && word(left.child);
	return { ...left, execution: word(left.execution), ...(child ? { child } : {}) };
}
