import type { INodeType } from 'n8n-workflow';

import { GENERAL_UNKNOWNS } from './knowledge';
import { blocks, sentence, table } from './markdown';
import { GENERATED, knowledgeOf, unknownList } from './page';
import { priceOf } from './prices';

/** The page that lists all nodes. */
export function overviewPage(nodes: INodeType[]): string {
	const rows = nodes.map(({ description: { displayName, description, name } }) => [
		`[${displayName}](${name}.md)`,
		sentence(description),
		tokens(name),
	]);
	return blocks(
		GENERATED,
		'# The Fotor nodes',
		table(['Node', 'What it does', 'Tokens'], rows),
		'Fotor takes tokens for each finished task; a failed one is free, it says. The prices are from [Fotor’s token table](https://docs.fotor.com/getting-started/token-consumption) of 2025-06-17; that of the listing set is from a public client that names Fotor as its author. “Not published” means that Fotor tells the price only after the task: the node puts it into `tokensUsed`. Premium plans may pay less.',
		'## Not known about Fotor',
		'These nodes were made from public sources. What the sources do not say is listed here and on each page, so that nobody takes a guess for a fact.',
		unknownList(GENERAL_UNKNOWNS),
		'All facts, with their sources: [API reference](../api/fotor-openapi.md).',
	);
}

function tokens(node: string): string {
	const prices = knowledgeOf(node).prices.map(({ endpoint }) => priceOf(endpoint).short);
	return [...new Set(prices)].join(' or ') || 'none';
}
