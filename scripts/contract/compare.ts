import type { NodeContract, Nodes, ParameterContract } from './types';

/** One difference between two contracts. */
export interface Change {
	kind: 'added' | 'removed' | 'changed';
	node: string;
	/** Path of the parameter; empty when it is about the node as a whole. */
	path: string;
	/** Set when something that workflows may hold is no longer there or means something else. */
	breaks: boolean;
	/** What is different, for people. */
	detail: string;
}

/** Everything that differs, in the order of nodes and paths. */
export function compare(before: Nodes, after: Nodes): Change[] {
	return keys(before, after).flatMap((node) => {
		const old = before[node];
		const now = after[node];
		if (!old) return [change('added', node, '', 'the node is new')];
		if (!now) return [change('removed', node, '', 'the node is gone')];
		return compareNode(node, old, now);
	});
}

function compareNode(node: string, old: NodeContract, now: NodeContract): Change[] {
	const version =
		JSON.stringify(old.version) === JSON.stringify(now.version)
			? []
			: [versionChange(node, old, now)];
	const parameters = keys(old.parameters, now.parameters).flatMap((path) => {
		const before = old.parameters[path];
		const after = now.parameters[path];
		if (before && after) return compareParameter(node, path, before, after);
		// A new field that must be filled in stops every saved workflow.
		if (after) {
			const stops = after.required === true && after.default === '';
			return [{ ...change('added', node, path, `type ${after.type}`), breaks: stops }];
		}
		return [change('removed', node, path, `it had the type ${before?.type}`)];
	});
	return [...version, ...parameters];
}

/** A version that is added breaks nothing; one that is taken away breaks the nodes that have it. */
function versionChange(node: string, old: NodeContract, now: NodeContract): Change {
	const versions = [now.version].flat();
	const lost = [old.version].flat().some((version) => !versions.includes(version));
	const detail = `version ${JSON.stringify(old.version)} is now ${JSON.stringify(now.version)}`;
	return { ...change('changed', node, '', detail), breaks: lost };
}

function compareParameter(
	node: string,
	path: string,
	old: ParameterContract,
	now: ParameterContract,
): Change[] {
	const changes: Change[] = [];
	const note = (detail: string, breaks = true) =>
		changes.push({ ...change('changed', node, path, detail), breaks });
	if (old.type !== now.type) note(`type ${old.type} is now ${now.type}`);
	if (JSON.stringify(old.default) !== JSON.stringify(now.default)) {
		note(`default ${JSON.stringify(old.default)} is now ${JSON.stringify(now.default)}`);
	}
	for (const part of ['options', 'modes'] as const) {
		const { gone, fresh } = difference(old[part] ?? [], now[part] ?? []);
		if (gone.length) note(`${part} without ${gone.join(', ')}`);
		if (fresh.length) note(`${part} also have ${fresh.join(', ')}`, false);
	}
	if (!old.required && now.required) note('it must now be filled in', now.default === '');
	if (old.required && !now.required) note('it may now be empty', false);
	return changes;
}

function difference(old: unknown[], now: unknown[]) {
	const words = (values: unknown[]) => values.map((value) => JSON.stringify(value));
	return {
		gone: words(old).filter((value) => !words(now).includes(value)),
		fresh: words(now).filter((value) => !words(old).includes(value)),
	};
}

function change(kind: Change['kind'], node: string, path: string, detail: string): Change {
	return { kind, node, path, detail, breaks: kind !== 'added' };
}

function keys(one: object, other: object): string[] {
	return [...new Set([...Object.keys(one), ...Object.keys(other)])].sort();
}
