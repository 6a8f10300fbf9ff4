import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

/**
 * Adds the fields of the input to a result. If the result has a field with the same name, the result's value is kept.
 * @param fields undefined if none are wanted
 */
export function withInputFields(
	item: INodeExecutionData,
	fields: IDataObject | undefined,
): INodeExecutionData {
	return fields ? { ...item, json: { ...fields, ...item.json } } : item;
}
