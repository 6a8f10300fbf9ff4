import { sentence } from '../failure';
import type { Batch } from '../task/types';
import { tokenText } from '../values';

/** Shows the estimated total cost of a dry run above its output. */
export async function showForecast({ forecast, inform }: Batch): Promise<void> {
	const { items, valid, tokens, unpriced } = forecast;
	if (items === 0) return;
	const balance = await forecast.balance().catch(() => null);
	inform(
		[
			'Dry run: nothing was sent or charged.',
			validity(forecast),
			cost(tokens, valid - unpriced, unpriced),
			balance === null ? '' : left(balance, tokens),
		]
			.filter(Boolean)
			.join(' '),
	);
}

function validity({ items, valid, refused }: Batch['forecast']): string {
	const [first] = refused;
	if (items === 1)
		return first ? `The item is not valid: ${sentence(first.message)}` : 'The item is valid.';
	const reason = first ? ` Item ${first.itemIndex}: ${sentence(first.message)}` : '';
	return `${valid} of ${items} items ${valid === 1 ? 'is' : 'are'} valid.${reason}`;
}

function cost(tokens: number, priced: number, unpriced: number): string {
	const known = priced > 0 ? `Estimated cost: ${tokenText(tokens)}.` : '';
	const some = priced > 0 ? ` of ${unpriced === 1 ? '1 item' : `${unpriced} items`}` : '';
	const unknown = `Fotor doesn't publish the price${some}. To find out, run one item and check 'tokensUsed' in its output.`;
	return [known, unpriced > 0 ? unknown : ''].filter(Boolean).join(' ');
}

function left(balance: number, tokens: number): string {
	const missing = tokens - balance;
	const enough = missing > 0 ? `, ${missing} too few` : '';
	return `The account has ${tokenText(balance)}${enough}.`;
}
