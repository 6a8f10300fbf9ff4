import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { ENDPOINTS } from '../../../fotor/api/endpoints';

const { tokenConsumption } = JSON.parse(
	readFileSync(join(__dirname, '../../../docs/api/fotor-openapi.json'), 'utf8'),
) as { tokenConsumption: { table: Record<string, number>; ecommercelistingset: string } };

it.each(Object.entries(ENDPOINTS))('the price of %s matches the API reference', (_, entry) => {
	const id = entry.path.split('/').pop() ?? '';
	const { table, ecommercelistingset } = tokenConsumption;
	const tokens =
		id === 'ecommercelistingset' ? Number.parseInt(ecommercelistingset, 10) : table[id];
	expect('tokens' in entry ? entry.tokens : undefined).toBe(tokens);
});
