import type { Batch } from '../task/types';
import { tokenText } from '../values';

/** Shows the estimated total cost of a dry run above its output. */
export async function showForecast({ forecast, inform }: Batch): Promise<void> {
	const { items, valid, tokens, unpriced } = forecast;
	if (items === 0) return;
	const balance = await forecast.balance().catch(() => null);
	const checked = items === 1 ? 'The item is' : `${valid} of ${items} items are`;
	inform(
		[
			'Dry run: nothing was sent or paid.',
			items === 1 && valid === 0 ? 'The item is not valid.' : `${checked} valid.`,
			cost(tokens, valid - unpriced, unpriced),
			balance === null ? '' : left(balance, tokens),
		]
			.filter(Boolean)
			.join(' '),
	);
}

function cost(tokens: number, priced: number, unpriced: number): string {
	const known = priced > 0 ? `Estimated cost: ${tokenText(tokens)}.` : '';
	const unknown = `Fotor publishes no price for ${unpriced === 1 ? '1 item' : `${unpriced} items`}. To find out, run one item and check 'tokensUsed' in its output.`;
	return [known, unpriced > 0 ? unknown : ''].filter(Boolean).join(' ');
}

function left(balance: number, tokens: number): string {
	const missing = tokens - balance;
	const enough = missing > 0 ? `, ${missing} too few` : '';
	return `The account has ${tokenText(balance)}${enough}.`;
}
