import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

/**
 * Adds the fields of the input to its results. A field that the result has, too, keeps the result's value.
 * @param fields undefined where none are wanted
 */
export function withInputFields(
	items: INodeExecutionData[],
	fields: IDataObject | undefined,
): INodeExecutionData[] {
	if (!fields) return items;
	return items.map((item) => ({ ...item, json: { ...fields, ...item.json } }));
}
