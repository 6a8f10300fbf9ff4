import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { modelEntries, styleEntries } from '../../fotor/catalogue/list';
import { outputItem } from '../../fotor/result/items';
import type { FreeJob } from '../../fotor/run';
import type { Form } from '../shared/form';

/** Looks up styles in the package's own tables. Sends no request and costs nothing. */
export function getStyles(form: Form): FreeJob {
	const tool = form.option('styleTool');
	const fits = (style: { tool: string }) => tool === 'any' || style.tool === tool;
	return found(form, styleEntries().filter(fits));
}

/** Looks up models in the package's own tables. Sends no request and costs nothing. */
export function getModels(form: Form): FreeJob {
	const kind = form.option('modelKind');
	const fits = ({ kind: own, mode }: { kind: string; mode: string | null }) =>
		kind === 'any' || own === kind || mode === kind;
	return found(form, modelEntries().filter(fits));
}

/** The entries whose name or ID contains the search text, ignoring case. */
function found(form: Form, entries: Array<{ id: string; name: string }>): FreeJob {
	const { itemIndex } = form;
	const wanted = form.optionalText('search').toLowerCase();
	const fits = (text: string) => text.toLowerCase().includes(wanted);
	const items = entries
		.filter(({ id, name }) => fits(name) || fits(id))
		.map((entry) => outputItem(entry as unknown as IDataObject, itemIndex));
	return { kind: 'free', itemIndex, work: async () => items };
}

const shownFor = (...operation: string[]) => ({ show: { resource: ['catalog'], operation } });

export const CATALOG_FIELDS: INodeProperties[] = [
	{
		displayName: 'Tool',
		name: 'styleTool',
		type: 'options',
		options: [
			{ name: 'All', value: 'any' },
			{ name: 'Headshot', value: 'headshot' },
			{ name: 'Image to Image', value: 'imageToImage' },
			{ name: 'Text to Image', value: 'textToImage' },
		],
		default: 'any',
		description: 'The tool to list styles for',
		displayOptions: shownFor('getStyles'),
	},
	{
		displayName: 'Kind',
		name: 'modelKind',
		type: 'options',
		options: [
			{ name: 'All', value: 'any' },
			{ name: 'Image', value: 'image' },
			{ name: 'Video', value: 'video' },
			{ name: 'Video From One Image', value: 'img2video' },
			{ name: 'Video From Reference Images', value: 'character2video' },
			{ name: 'Video From Start and End Image', value: 'startend2video' },
			{ name: 'Video From Text', value: 'text2video' },
		],
		default: 'any',
		description:
			'What the models make. A video model has a different ID for each mode, so choose the mode.',
		displayOptions: shownFor('getModels'),
	},
	{
		displayName: 'Search',
		name: 'search',
		type: 'string',
		default: '',
		placeholder: 'e.g. oil or kling',
		description: 'Part of a name or an ID. If empty, all entries are listed.',
		displayOptions: shownFor('getStyles', 'getModels'),
	},
];
