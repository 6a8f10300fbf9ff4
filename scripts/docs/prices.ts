import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Reference {
	tokenConsumption: {
		table: Record<string, number | undefined>;
		notListed: string[];
		ecommercelistingset: string;
	};
}

const SOURCE = join(__dirname, '../../docs/api/fotor-openapi.json');
const { tokenConsumption } = JSON.parse(readFileSync(SOURCE, 'utf8')) as Reference;
const { table, notListed, ecommercelistingset } = tokenConsumption;

/**
 * Price in tokens of one result, by endpoint ID in the API reference; undefined if it isn't published.
 * @throws Error for an ID that is in neither `table` nor `notListed`
 */
export function priceOf(endpoint: string): { tokens?: number } {
	if (endpoint === 'ecommercelistingset') return { tokens: Number.parseInt(ecommercelistingset) };
	const tokens = table[endpoint];
	if (tokens !== undefined || notListed.includes(endpoint)) return { tokens };
	throw new Error(`The API reference has no price for ${endpoint}`);
}
