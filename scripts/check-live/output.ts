import type { Finding } from './finding';

const HEAD = {
	verdict: '',
	section: '§',
	guess: 'What was believed or asked',
	seen: 'What was seen',
};

/** The findings as a table for the terminal. */
export function findingTable(findings: Finding[]): string {
	const rows = [HEAD, ...findings].map(({ verdict, section, guess, seen }) => [
		verdict,
		String(section),
		guess,
		seen,
	]);
	const widths = [0, 1, 2].map((column) =>
		Math.max(...rows.map((row) => row[column]?.length ?? 0)),
	);
	return rows
		.map((row) =>
			row
				.map((text, column) => text.padEnd(widths[column] ?? 0))
				.join('  ')
				.trimEnd(),
		)
		.join('\n');
}

/** Takes the key, and tokens that open an account, out of a text. */
export function withoutSecrets(text: string, apiKey: string): string {
	const shown = apiKey ? text.replaceAll(apiKey, '…') : text;
	return shown.replace(/\btp_[\w-]+/g, 'tp_…');
}
