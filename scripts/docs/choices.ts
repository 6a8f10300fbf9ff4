import type {
	ILoadOptionsFunctions,
	INodeProperties,
	INodePropertyOptions,
	INodeType,
} from 'n8n-workflow';

/** An entry in a list. `modes` names the modes that offer the entry, if the node has modes. */
export interface Choice {
	id: string;
	name: string;
	modes: string[];
}

/** The entries of a "From List / By ID" field in all modes of the node. */
export async function choicesOf(node: INodeType, field: INodeProperties): Promise<Choice[]> {
	const search = field.modes?.find(({ type }) => type === 'list')?.typeOptions?.searchListMethod;
	const method = node.methods?.listSearch?.[search ?? ''];
	const modes = node.description.properties.find(({ name }) => name === 'mode')?.options;
	const found = new Map<string, Choice>();
	for (const mode of (modes as INodePropertyOptions[] | undefined) ?? [undefined]) {
		const context = { getCurrentNodeParameter: () => mode?.value };
		const answer = await method?.call(context as unknown as ILoadOptionsFunctions);
		for (const { name, value } of answer?.results ?? []) {
			const choice = found.get(String(value)) ?? { id: String(value), name, modes: [] };
			if (mode) choice.modes.push(mode.name);
			found.set(choice.id, choice);
		}
	}
	return [...found.values()];
}
