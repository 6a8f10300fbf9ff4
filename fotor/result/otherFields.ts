import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

/**
 * Adds the fields of the input to a result. A field that the result has, too, keeps the result's value.
 * @param fields undefined where none are wanted
 */
export function withInputFields(
	item: INodeExecutionData,
	fields: IDataObject | undefined,
): INodeExecutionData {
	return fields ? { ...item, json: { ...fields, ...item.json } } : item;
}
