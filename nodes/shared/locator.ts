import type { INodeListSearchResult, INodeProperties } from 'n8n-workflow';

import type { Form } from './form';

/** An entry of a list that is chosen by name. */
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
	/** What the form shows for the default, in place of its id. */
	defaultName?: string;
	/** Name of the node's search method. */
	search: string;
	hint?: string;
	placeholder: string;
	/** Where the ids can be looked up. */
	page?: { text: string; url: string };
	displayOptions?: INodeProperties['displayOptions'];
	/** Offer the free entry first, where the list is short or uncertain. */
	idFirst?: boolean;
}

/** A field that offers names from a list and also takes any id: ids change, the form must not block. */
export function locatorField(field: LocatorField): INodeProperties {
	const { displayName, name, description, hint, page, displayOptions, idFirst = false } = field;
	const property: INodeProperties = {
		displayName,
		name,
		type: 'resourceLocator',
		required: true,
		default: {
			mode: idFirst ? 'id' : 'list',
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
				typeOptions: { searchListMethod: field.search, searchable: true },
			},
			{ displayName: 'By ID', name: 'id', type: 'string', placeholder: field.placeholder },
		],
	};
	if (idFirst) property.modes?.reverse();
	return property;
}

/** The chosen id; also takes the bare id that an expression or an older workflow may hold. */
export function locatorValue(form: Form, name: string, label: string): string {
	return form.textOf(idOf(form.value(name)), label);
}

/** The id inside a locator's value. */
export function idOf(value: unknown): unknown {
	return typeof value === 'object' && value !== null && 'value' in value ? value.value : value;
}

/** The answer of a search method: the choices whose name or id holds the filter. */
export function searchResult(choices: Choice[], filter = ''): INodeListSearchResult {
	const wanted = filter.trim().toLowerCase();
	const fits = (text: string) => text.toLowerCase().includes(wanted);
	return {
		results: choices
			.filter(({ id, name }) => fits(name) || fits(id))
			.map(({ id, name, url }) => ({ name, value: id, ...(url ? { url } : {}) })),
	};
}
