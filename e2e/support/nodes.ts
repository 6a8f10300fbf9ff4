import { basename, dirname } from 'node:path';
import { declaredFiles, PACKAGE_NAME } from '../../harness/n8n/package';

/** Our nodes' names in n8n: `dist/nodes/FotorUpscaler/…` becomes `n8n-nodes-fotor.fotorUpscaler`. */
export const NODES = declaredFiles().nodes.map((path) => {
	const folder = basename(dirname(path));
	return `${PACKAGE_NAME}.${folder.charAt(0).toLowerCase()}${folder.slice(1)}`;
});

/** Our nodes' names as agent tools. A trigger can't be a tool. */
export const TOOLS = NODES.filter((name) => !name.endsWith('Trigger')).map((name) => `${name}Tool`);
