import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const SOURCE = join(__dirname, '../../docs/api/fotor-openapi.json');
const TOKEN_TABLE = 'https://docs.fotor.com/getting-started/token-consumption';

interface TokenConsumption {
	table: Record<string, number | undefined>;
	notListed: string[];
	ecommercelistingset: string;
}

/** What Fotor asks for one kind of task. */
export interface Price {
	/** Tokens for one result; undefined when they are not published. */
	tokens?: number;
	/** Short, for a table. */
	short: string;
	/** Where the price is from, as a sentence. */
	source: string;
}

const { tokenConsumption } = JSON.parse(readFileSync(SOURCE, 'utf8')) as {
	tokenConsumption: TokenConsumption;
};

/**
 * The price of an endpoint, by its id in the API reference.
 * @throws Error for an id that the token table of the reference neither has nor names as missing
 */
export function priceOf(endpoint: string): Price {
	const tokens = tokenConsumption.table[endpoint];
	if (tokens !== undefined) {
		return {
			tokens,
			short: `${tokens} per picture`,
			source: `Source: [Fotor's token table](${TOKEN_TABLE}) of 2025-06-17.`,
		};
	}
	if (endpoint === 'ecommercelistingset') {
		const each = Number.parseInt(tokenConsumption.ecommercelistingset, 10);
		return {
			tokens: each,
			short: `${each} per picture`,
			source:
				"Source: a public client that names Fotor as its author (2026-06-25). It is not in Fotor's token table.",
		};
	}
	if (tokenConsumption.notListed.includes(endpoint)) {
		return {
			short: 'not published',
			source: `It is not in [Fotor's token table](${TOKEN_TABLE}) of 2025-06-17.`,
		};
	}
	throw new Error(`The API reference says nothing about the price of ${endpoint}`);
}
