import type { ILoadOptionsFunctions, INodeProperties, INodeType } from 'n8n-workflow';

/** An entry of a list that the node offers by name. */
export interface Choice {
	id: string;
	name: string;
	/** Labels of the modes that offer it; empty where the node has no modes. */
	modes: string[];
}

/** What the list of a "From list / By ID" field offers, in every mode of the node. */
export async function choicesOf(node: INodeType, field: INodeProperties): Promise<Choice[]> {
	const search = field.modes?.find(({ type }) => type === 'list')?.typeOptions?.searchListMethod;
	const method = node.methods?.listSearch?.[search ?? ''];
	if (!method) return [];
	const found = new Map<string, Choice>();
	for (const mode of modesOf(node)) {
		const context = { getCurrentNodeParameter: () => mode.value };
		const { results } = await method.call(context as unknown as ILoadOptionsFunctions);
		for (const { name, value } of results) {
			const id = String(value);
			const choice = found.get(id) ?? { id, name, modes: [] };
			if (mode.name) choice.modes.push(mode.name);
			found.set(id, choice);
		}
	}
	return [...found.values()];
}

function modesOf(node: INodeType): Array<{ name?: string; value?: unknown }> {
	const mode = node.description.properties.find(({ name }) => name === 'mode');
	const options = mode?.options?.filter((option) => 'value' in option) ?? [];
	return options.length ? options : [{}];
}
