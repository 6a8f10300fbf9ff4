/** What a saved workflow relies on in one parameter. */
export interface ParameterContract {
	type: string;
	default: unknown;
	/** Values that can be chosen; labels may change freely. */
	options?: unknown[];
	/** Ways of a "From list / By ID" field. */
	modes?: string[];
	/** Set when the field must be filled in. */
	required?: true;
}

export interface NodeContract {
	version: number | number[];
	/** By path: names of the surrounding collections and of the parameter, with dots between. */
	parameters: Record<string, ParameterContract>;
}

/** By node name. */
export type Nodes = Record<string, NodeContract>;

/** test/contract/contract.json. */
export interface Contract {
	/** Version of the package at which it was taken. */
	package: string;
	nodes: Nodes;
}
