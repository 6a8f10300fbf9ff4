import type { EXTRA_FIELDS } from './outputs';

/** Something that no source says about a tool. */
export interface Unknown {
	/** What is not known, and what the node does about it. Never a guess as a fact. */
	what: string;
	/** Where the user can change it; labels of the form in 'quotes', which a test looks up. */
	change?: string;
}

/** What a node's page says beyond its form. */
export interface NodeKnowledge {
	/** Ids in docs/api/fotor-openapi.json, for the price; none for a node that costs nothing. */
	prices: Array<{ endpoint: string; when?: string }>;
	/** Sections of the API reference. */
	sections: number[];
	/** Fields that the output has beside those of every task. */
	extraFields?: Array<keyof typeof EXTRA_FIELDS>;
	/** What comes out, one or two sentences. */
	output: string;
	unknowns: Unknown[];
}
