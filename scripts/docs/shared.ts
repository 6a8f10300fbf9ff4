import type { INodeProperties, INodeType } from 'n8n-workflow';

import { resultFields } from '../../nodes/shared/resultFields';
import { allFields, nested, rowsOf, type Row } from './fields';
import { parameterTable } from './tables';
import { defaultWords } from './words';

/** Fields for waiting, output and options, which docs/common-options.md documents once for all nodes. */
const SHARED = resultFields({ result: 'result' });
const FIELDS = SHARED.filter(({ type }) => type !== 'collection');
const OPTIONS = SHARED.flatMap(nested);

/** The fields of a form, except those that it shares with other nodes. */
export function ownFields(fields: INodeProperties[]): INodeProperties[] {
	const own = (field: INodeProperties) =>
		field.type === 'collection'
			? { ...field, options: nested(field).filter((option) => !find(OPTIONS, option)) }
			: field;
	return fields.filter((field) => !find(FIELDS, field)).map(own);
}

/**
 * The tables in docs/common-options.md. The tables also note where a node that calls Fotor has a different default
 * or lacks a field.
 */
export function sharedTables(nodes: INodeType[]): Record<'parameters' | 'options', string> {
	const forms = nodes
		.map((node) => node.description)
		.filter(({ credentials }) => credentials)
		.filter(({ properties }) => properties.some((field) => find(FIELDS, field)));
	const differences = ({ field }: Row) => {
		const usual = defaultWords({ field, shown: [] });
		const others: string[] = [];
		const missing: string[] = [];
		for (const { displayName, properties } of forms) {
			const found = find(allFields(properties), field);
			const words = found && defaultWords({ field: found, shown: [] });
			if (!words) missing.push(displayName);
			else if (words !== usual) others.push(`; in ${displayName}: ${words}`);
		}
		const absent = missing.length ? ` Not available in the ${missing.join(', ')} node.` : '';
		return [others.join(''), absent] as const;
	};
	return {
		parameters: parameterTable(rowsOf(FIELDS), new Map(), differences),
		options: parameterTable(rowsOf(OPTIONS, FIELDS), new Map(), differences),
	};
}

function find(fields: INodeProperties[], { name, type }: INodeProperties) {
	return fields.find((field) => field.name === name && field.type === type);
}
