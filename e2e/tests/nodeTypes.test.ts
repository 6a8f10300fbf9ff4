import { signedInRest } from '../support/context';
import { NODES, TOOLS } from '../support/nodes';
import { PACKAGE_NAME } from '../../harness/n8n/package';
import type { NodeTypeSummary } from '../../harness/n8n/rest';

describe('The package installed in n8n as a community package', () => {
	let loaded: Map<string, NodeTypeSummary>;

	beforeAll(async () => {
		const rest = await signedInRest();
		const ours = (await rest.nodeTypes()).filter(({ name }) => name.startsWith(`${PACKAGE_NAME}.`));
		loaded = new Map(ours.map((node) => [node.name, node]));
	});

	it.each(NODES)('offers %s with an icon and, if it calls Fotor, the Fotor credential', (name) => {
		const { iconUrl, credentials = [] } = loaded.get(name) ?? {};
		expect(iconUrl).toBeTruthy();
		const callsFotor = name !== `${PACKAGE_NAME}.fotorMask`;
		expect(credentials.map((credential) => credential.name)).toEqual(
			callsFotor ? ['fotorApi'] : [],
		);
	});

	it.each(TOOLS)('offers %s to AI agents', (name) => {
		expect(loaded.get(name)).toMatchObject({
			outputs: ['ai_tool'],
			description: expect.stringMatching(/\S/) as string,
		});
	});

	it('offers no other node types', () => {
		expect([...loaded.keys()].sort()).toEqual([...NODES, ...TOOLS].sort());
	});
});
