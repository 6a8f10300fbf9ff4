import { tokensOf, type Probe } from './probes';

export interface Cost {
	/** Tokens of the probes with a published price, at most. */
	known: number;
	/** Probes without one. */
	unknown: string[];
}

/** What a run costs at most. */
export function costOf(probes: Probe[]): Cost {
	const prices = probes.map((probe) => ({ id: probe.id, tokens: tokensOf(probe) }));
	return {
		known: prices.reduce((sum, { tokens = 0 }) => sum + tokens, 0),
		unknown: prices.filter(({ tokens }) => tokens === undefined).map(({ id }) => id),
	};
}

/** The cost as lines for people, an endpoint a line. */
export function costLines(probes: Probe[]): string[] {
	const endpoints = [...new Set(probes.map(({ endpoint }) => endpoint))];
	const lines = endpoints.map((endpoint) => {
		const own = probes.filter((probe) => probe.endpoint === endpoint);
		const { known, unknown } = costOf(own);
		const price = unknown.length ? 'price not published' : `at most ${tokens(known)}`;
		return `  ${endpoint.padEnd(20)} ${own.length} task${own.length === 1 ? '' : 's'}, ${price}`;
	});
	const { known, unknown } = costOf(probes);
	const rest = unknown.length
		? `, plus ${unknown.length} tasks whose price Fotor does not publish (${unknown.join(', ')})`
		: '';
	return [...lines, `Together at most ${tokens(known)}${rest}.`];
}

function tokens(count: number): string {
	return `${count} token${count === 1 ? '' : 's'}`;
}
