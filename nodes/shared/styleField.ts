import type { ILoadOptionsFunctions, INodeListSearchResult } from 'n8n-workflow';

import { idByName, locatorField, searchResult, type Choice, type LocatorField } from './locator';
import type { Style } from '../../fotor/catalogue/types';
import type { Values } from './values';

/** A list of known styles that also accepts any ID, since Fotor's IDs change. */
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
		defaultName: styleLabel(styles, field.default),
		page: { text: "Fotor's list of styles", url: page },
	});
}

/**
 * The ID of the style in a {@link styleField}. The field may contain the style's name instead. Unknown IDs are
 * accepted, since the list doesn't contain all of Fotor's styles.
 * @throws Failure when the field is empty
 */
export function readStyle(values: Values, styles: Style[], field = 'style'): string {
	return idByName([...styles, ...labeled(styles)], values.text(field));
}

/** The style's name in the list. */
function styleLabel(styles: Style[], id: string): string | undefined {
	return labeled(styles).find((style) => style.id === id)?.name;
}

/** The entries of a list of styles, sorted by name. */
function labeled(styles: Style[]): Choice[] {
	return styles
		.map(({ id, name, label = name, preview }) => ({ id, name: label, url: preview }))
		.sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
}

/** The `methods` of a node with a {@link styleField}. An entry's link opens a preview of the style. */
export function styleSearch(styles: Style[]) {
	const choices = labeled(styles);
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
