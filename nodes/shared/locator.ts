import type { INodeListSearchResult, INodeProperties } from 'n8n-workflow';

import { chosenOption } from './choose';

/** One entry in a searchable list. */
export interface Choice {
	id: string;
	name: string;
	url?: string;
}

export interface LocatorField {
	displayName: string;
	name: string;
	description: string;
	default: string;
	/** Text to show for the default instead of its ID. */
	defaultName?: string;
	/** Name of the node's `listSearch` method. */
	search: string;
	hint?: string;
	placeholder: string;
	/** Where to look up IDs. */
	page?: { text: string; url: string };
	displayOptions?: INodeProperties['displayOptions'];
}

/**
 * Canvas subtitle of a node with a list: the name of the chosen entry, or the ID if it isn't in the list. An expression
 * sees only the ID, so the names are part of the expression.
 */
export function chosenName(field: string, choices: Choice[]): string {
	const names = Object.fromEntries(choices.map(({ id, name }) => [id, name]));
	const chosen = `$parameter["${field}"]`;
	return `={{ (${JSON.stringify(names)})[${chosen}] || ${chosen} }}`;
}

/** A searchable list that also accepts any ID, since Fotor's IDs change. */
export function locatorField(field: LocatorField): INodeProperties {
	const { displayName, name, description, hint, page, displayOptions } = field;
	return {
		displayName,
		name,
		type: 'resourceLocator',
		required: true,
		default: {
			mode: 'list',
			value: field.default,
			...(field.defaultName ? { cachedResultName: field.defaultName } : {}),
		},
		description: page ? `${description}. <a href="${page.url}">${page.text}</a>.` : description,
		...(hint ? { hint } : {}),
		...(displayOptions ? { displayOptions } : {}),
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				// The lists come from the package's own tables, so they work without a credential.
				typeOptions: {
					searchListMethod: field.search,
					searchable: true,
					skipCredentialsCheckInRLC: true,
				},
			},
			{ displayName: 'By ID', name: 'id', type: 'string', placeholder: field.placeholder },
		],
	};
}

/** The ID in a locator's value. Expressions and hand-written workflows may contain just the ID. */
export function locatorId(value: unknown): unknown {
	return typeof value === 'object' && value !== null && 'value' in value ? value.value : value;
}

/**
 * Returns the ID of the choice with the given ID or name. Tries an exact match first, then ignores case. Any other text
 * is returned unchanged.
 */
export function idByName(choices: Choice[], text: string): string {
	const options = choices.map(({ id, name }) => ({ name, value: id }));
	return String(chosenOption(options, text) ?? text);
}

/** The choices whose name or ID contains the filter, ignoring case. */
export function searchResult(choices: Choice[], filter = ''): INodeListSearchResult {
	const wanted = filter.trim().toLowerCase();
	const fits = (text: string) => text.toLowerCase().includes(wanted);
	return {
		results: choices
			.filter(({ id, name }) => fits(name) || fits(id))
			.map(({ id, name, url }) => ({ name, value: id, ...(url ? { url } : {}) })),
	};
}
