import { createInterface } from 'node:readline/promises';

/** Asks a person on the terminal; only y and yes count as consent. */
export async function askOnTerminal(question: string): Promise<boolean> {
	const terminal = createInterface({ input: process.stdin, output: process.stdout });
	try {
		return isConsent(await terminal.question(`${question} [y/N] `));
	} finally {
		terminal.close();
	}
}

export function isConsent(answer: string): boolean {
	return /^y(es)?$/i.test(answer.trim());
}
