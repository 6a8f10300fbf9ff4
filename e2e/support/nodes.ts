import { basename, dirname } from 'node:path';
import { declaredFiles, PACKAGE_NAME } from '../../harness/n8n/package';

/** The names n8n has to know our nodes by: `dist/nodes/FotorUpscaler/…` is `fotorUpscaler`. */
export const NODES = declaredFiles().nodes.map((path) => {
	const folder = basename(dirname(path));
	return `${PACKAGE_NAME}.${folder.charAt(0).toLowerCase()}${folder.slice(1)}`;
});

/** The names of the same nodes as tools of an AI agent; a trigger can not be one. */
export const TOOLS = NODES.filter((name) => !name.endsWith('Trigger')).map((name) => `${name}Tool`);
