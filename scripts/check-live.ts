/**
 * Tries the guesses of docs/api/fotor-openapi.md on the real service, or on a sandbox, and says which held.
 * Costs tokens: `npm run check:live` says how many and asks first. `npm run check:live -- --help` has the options.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';

import { freeCallFailure } from '../fotor/api/explain';
import { checkBaseUrl } from '../fotor/api/baseUrl';
import { connect } from './check-live/client';
import { askOnTerminal } from './check-live/confirm';
import { costLines, costOf } from './check-live/cost';
import type { Evidence } from './check-live/evidence';
import { FREE_CALLS } from './check-live/freeCalls';
import { findings } from './check-live/guesses';
import { findingTable, withoutSecrets } from './check-live/output';
import { portraitFrom } from './check-live/pictures';
import { chosenProbes, type Probe } from './check-live/probes';
import { gather, readBalance } from './check-live/run';
import { spendingOf, spendingWords } from './check-live/spending';
import { Uploads } from './check-live/uploads';

const HELP = `Tries the guesses of docs/api/fotor-openapi.md on Fotor and says which held. Costs tokens.

FOTOR_API_KEY=… npm run check:live -- [options]

  --yes              do not ask before tokens are spent
  --all              also listing set, image models and videos, which cost more
  --only <ids>       only these submissions, separated by commas
  --portrait <file>  a photo of a face, for the tools that need a real one
  --report <file>    where the JSON report goes (.cache/check-live.json)
  --help             show this

FOTOR_BASE_URL is the address of the API (https://api-b.fotor.com), or of a sandbox on this machine.`;

const DEFAULT_BASE_URL = 'https://api-b.fotor.com';
const DEFAULT_REPORT = join(__dirname, '../.cache/check-live.json');
const FREE_WORDS = `Besides ${Object.keys(FREE_CALLS).length} calls that should cost nothing; some are empty requests, which Fotor should refuse.`;
/** Longest wait for a picture and for a video, ms. */
const MAX_WAIT = { picture: 300_000, video: 1_200_000 };

/** What the check needs of the world around it. */
export interface World {
	args: string[];
	env: Record<string, string | undefined>;
	/** One line or several for the user. */
	say: (text: string) => void;
	/** Asks the user; undefined where there is nobody to ask. */
	ask?: (question: string) => Promise<boolean>;
	/** ms between two looks at a task. */
	intervalMs: number;
}

/** Runs the check. Returns the exit code: 0 when it was carried out, whatever it found. */
export async function checkLive(world: World): Promise<number> {
	const apiKey = world.env.FOTOR_API_KEY?.trim() ?? '';
	const say = (text: string) => world.say(withoutSecrets(text, apiKey));
	try {
		const options = readOptions(world.args);
		if (options.help) {
			say(HELP);
			return 0;
		}
		if (!apiKey)
			throw new Error('FOTOR_API_KEY is not set. It holds the API key of the account that pays.');
		const baseUrl = checkBaseUrl(world.env.FOTOR_BASE_URL ?? DEFAULT_BASE_URL);
		const probes = chosenProbes(options.all, options.only);
		say(`${probes.length} tasks at ${baseUrl}:\n${costLines(probes).join('\n')}\n${FREE_WORDS}`);
		if (!options.yes && !(await consent(world))) {
			say('Nothing was sent.');
			return 1;
		}
		const evidence = await carryOut({ ...world, say }, { apiKey, baseUrl, probes, ...options });
		const report = withoutSecrets(JSON.stringify(reportOf(baseUrl, evidence), null, '\t'), apiKey);
		mkdirSync(dirname(options.report), { recursive: true });
		writeFileSync(options.report, `${report}\n`);
		say(
			`\n${findingTable(findings(evidence))}\n\n${spendingWords(evidence)}\nReport: ${options.report}`,
		);
		return 0;
	} catch (thrown) {
		const advice = (thrown as { advice?: unknown }).advice;
		say(`${(thrown as Error).message}${typeof advice === 'string' ? `\n${advice}` : ''}`);
		return 1;
	}
}

async function consent({ ask }: World): Promise<boolean> {
	if (ask) return await ask('Spend these tokens?');
	throw new Error(
		'There is no terminal to ask on. Add --yes to spend the tokens without a question.',
	);
}

interface Order {
	apiKey: string;
	baseUrl: string;
	probes: Probe[];
	portrait?: string;
}

/** @throws Error when the account can't be used, before anything is submitted */
async function carryOut(
	world: World,
	{ apiKey, baseUrl, probes, portrait }: Order,
): Promise<Evidence> {
	const client = connect(baseUrl, apiKey);
	const { outcome, remaining: before } = await readBalance(client, apiKey);
	if (outcome.kind !== 'success')
		throw freeCallFailure('The token balance could not be read', outcome);
	const { known } = costOf(probes);
	if (before !== undefined && before < known) {
		throw new Error(
			`The account has ${before} tokens, fewer than the ${known} that this may cost. Nothing was submitted.`,
		);
	}
	const given = portrait ? { portrait: await portraitFrom(portrait) } : {};
	const evidence = await gather({
		client,
		uploads: new Uploads(client, given),
		probes,
		patience: ({ endpoint }) => ({
			intervalMs: world.intervalMs,
			maxWaitMs: endpoint.endsWith('2video') ? MAX_WAIT.video : MAX_WAIT.picture,
		}),
		say: world.say,
	});
	const { remaining: after } = await readBalance(client, apiKey);
	return { ...evidence, balance: { before, after } };
}

/** What is kept of a run. */
function reportOf(baseUrl: string, { tasks, calls, balance, ...rest }: Evidence) {
	return {
		checkedAt: new Date().toISOString(),
		baseUrl,
		balance,
		spending: spendingOf({ tasks, calls, balance, ...rest }),
		findings: findings({ tasks, calls, balance, ...rest }),
		tasks,
		calls,
	};
}

function readOptions(args: string[]) {
	const { values } = parseArgs({
		args,
		options: {
			yes: { type: 'boolean', default: false },
			all: { type: 'boolean', default: false },
			only: { type: 'string', default: '' },
			portrait: { type: 'string' },
			report: { type: 'string', default: DEFAULT_REPORT },
			help: { type: 'boolean', default: false },
		},
	});
	return { ...values, only: values.only.split(',').filter(Boolean) };
}

async function main(): Promise<void> {
	process.exitCode = await checkLive({
		args: process.argv.slice(2),
		env: process.env,
		say: (text) => console.log(text),
		ask: process.stdin.isTTY ? askOnTerminal : undefined,
		intervalMs: 2_000,
	});
}

if (require.main === module) void main();
