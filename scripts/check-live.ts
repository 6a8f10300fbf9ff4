/**
 * Checks the guesses in docs/api/fotor-openapi.md with the package's own nodes, against Fotor or a sandbox, and reports
 * which guesses held true. The check costs tokens, so `npm run check:live` shows the cost and asks first. `--help`
 * lists the options.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';

import { gather } from './check-live/gather';
import { findings, spending } from './check-live/guesses';
import { chosenProbes, costWords, FREE_PROBES } from './check-live/probes';

const HELP = `Checks the guesses in docs/api/fotor-openapi.md against Fotor and reports which ones are true.
The check costs tokens.

FOTOR_API_KEY=… npm run check:live -- [options]

  --yes              don't ask before spending tokens
  --all              include the listing set, image models and videos, which cost more
  --only <ids>       run only these probes (comma-separated)
  --portrait <file>  an image of a real face, for the tools that need one
  --report <file>    where to write the JSON report (.cache/check-live.json)
  --help             show this help

FOTOR_BASE_URL is the base URL of the API (https://api-b.fotor.com), or of a sandbox on this machine.`;
const OPTIONS = {
	yes: { type: 'boolean', default: false },
	all: { type: 'boolean', default: false },
	only: { type: 'string', default: '' },
	portrait: { type: 'string' },
	report: { type: 'string', default: join(__dirname, '../.cache/check-live.json') },
	help: { type: 'boolean', default: false },
} as const;

/** The environment the check runs in. */
export interface World {
	args: string[];
	env: Record<string, string | undefined>;
	say: (text: string) => void;
	/** Asks a question in the terminal; undefined if there is no terminal. */
	ask?: (question: string) => Promise<string>;
}

/** Runs the check. @returns the exit code: 0 if the check ran, whatever it found */
export async function checkLive({ args, env, say: tell, ask }: World): Promise<number> {
	const apiKey = env.FOTOR_API_KEY?.trim() ?? '';
	/** Removes the API key and any temporary tokens, since both grant access to the account. */
	const safe = (text: string) =>
		(apiKey ? text.replaceAll(apiKey, '…') : text).replace(/\btp_[\w-]+/g, 'tp_…');
	const say = (text: string) => tell(safe(text));
	try {
		const { all, only, portrait, report, yes, help } = parseArgs({ args, options: OPTIONS }).values;
		if (help) {
			say(HELP);
			return 0;
		}
		if (!apiKey) throw new Error('FOTOR_API_KEY is not set. Set it to your API key.');
		const baseUrl = (env.FOTOR_BASE_URL ?? 'https://api-b.fotor.com').trim().replace(/\/+$/, '');
		const probes = chosenProbes(all, only.split(',').filter(Boolean));
		say(`${probes.length} tasks at ${baseUrl}.\n${costWords(probes)}`);
		if (!yes && !ask) throw new Error("Can't ask without a terminal. Add --yes to spend tokens.");
		const consent = yes ? 'y' : await ask?.('Spend these tokens? [y/N] ');
		if (!/^\s*y(es)?\s*$/i.test(consent ?? '')) throw new Error('Nothing was sent.');
		mkdirSync(dirname(report), { recursive: true });

		const evidence = await gather({ baseUrl, apiKey, portrait, say }, probes);
		const found = findings(evidence);
		say('');
		const width = Math.max(...found.map(({ guess }) => guess.length));
		for (const { verdict, section, guess, seen } of found) {
			say(`${verdict.padEnd(12)}  §${`${section}`.padEnd(2)}  ${guess.padEnd(width)}  ${seen}`);
		}
		const spent = spending(evidence);
		const change = Number.isNaN(spent.taken) ? 'could not be read' : `fell by ${spent.taken}`;
		say(`\nTokens spent, according to the tasks: ${spent.told}. The balance ${change}.`);
		for (const id of Object.keys(FREE_PROBES)) {
			const { taskId } = evidence[id] ?? {};
			if (taskId)
				say(
					`The request "${id}" created task ${taskId}, whose cost is not included in this total.`,
				);
		}
		const kept = { checkedAt: new Date(), baseUrl, spent, findings: found, evidence };
		writeFileSync(report, `${safe(JSON.stringify(kept, null, '\t'))}\n`);
		say(`Report: ${report}`);
		return 0;
	} catch (thrown) {
		say((thrown as Error).message);
		return 1;
	}
}

async function askOnTerminal(question: string): Promise<string> {
	const terminal = createInterface({ input: process.stdin, output: process.stdout });
	return await terminal.question(question).finally(() => terminal.close());
}

if (require.main === module) {
	const ask = process.stdin.isTTY ? askOnTerminal : undefined;
	const world = { args: process.argv.slice(2), env: process.env, say: console.log, ask };
	void checkLive(world).then((code) => (process.exitCode = code));
}
