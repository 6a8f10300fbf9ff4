import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { idByName, locatorField, searchResult, type LocatorField } from './locator';
import type { Style } from '../../fotor/catalogue/types';
import type { Values } from './values';

/** A list of known styles that also takes any ID, since Fotor's IDs change. */
export function styleField(
	field: Pick<LocatorField, 'description' | 'default' | 'hint'> & { page: string; styles: Style[] },
) {
	const { page, styles, ...rest } = field;
	return locatorField({
		displayName: 'Style',
		name: 'style',
		search: 'searchStyles',
		placeholder: 'e.g. 6b8d16cf-9402-4c22-b1e8-39eccce3436b',
		...rest,
		defaultName: styles.find((style) => style.id === field.default)?.name,
		page: { text: "Fotor's list of styles", url: page },
	});
}

/**
 * The ID of a {@link styleField}'s style, which may be given by name. Unknown IDs pass, since Fotor has more styles.
 * @throws Failure when it is empty
 */
export function readStyle(values: Values, styles: Style[], field = 'style'): string {
	return idByName(styles, values.text(field));
}

/** `methods` of a node with a {@link styleField}. An entry's link opens a preview of the style. */
export function styleSearch(styles: Style[]) {
	const choices = styles.map(({ id, name, preview }) => ({ id, name, url: preview }));
	return {
		listSearch: {
			async searchStyles(
				this: ILoadOptionsFunctions,
				filter?: string,
			): Promise<INodeListSearchResult> {
				return searchResult(choices, filter);
			},
		},
	};
}
