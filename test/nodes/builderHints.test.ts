import { FotorApi } from '../../credentials/FotorApi.credentials';
import { allNodes } from '../../harness/engine/fotor';

interface BuilderHint {
	searchHint?: string;
	relatedNodes?: Array<{ nodeType: string; relationHint: string }>;
}

describe("hints for n8n's AI workflow builder", () => {
	test('every node says when to use it and which nodes go with it', async () => {
		const nodes = (await allNodes()).map(({ description }) => description);
		const types = nodes.map(({ name }) => `n8n-nodes-fotor.${name}`);
		expect(nodes.length).toBeGreaterThan(15);
		for (const { name, builderHint } of nodes) {
			const { searchHint = '', relatedNodes = [] } = (builderHint ?? {}) as BuilderHint;
			expect([name, searchHint]).toEqual([name, expect.stringMatching(/^[A-Z].{20,}\.$/)]);
			expect([name, relatedNodes.length]).not.toContain(0);
			for (const { nodeType, relationHint } of relatedNodes) {
				expect([name, relationHint]).toEqual([name, expect.stringMatching(/^[A-Z].{5,}[^.]$/)]);
				expect(nodeType).not.toBe(`n8n-nodes-fotor.${name}`);
				if (nodeType.startsWith('n8n-nodes-fotor.')) expect(types).toContain(nodeType);
			}
		}
	});

	test('the credential is offered in the HTTP Request node', () => {
		const { httpRequestNode, authenticate } = new FotorApi();
		expect(httpRequestNode).toEqual({
			name: 'Fotor',
			docsUrl: expect.stringMatching(/^https:\/\//) as string,
			apiBaseUrl: 'https://api-b.fotor.com',
		});
		// The HTTP Request node uses `authenticate` to send the API key.
		expect(authenticate).toBeDefined();
	});
});
