import { execFileSync } from 'node:child_process';

import { ROOT } from './importGraph';

/**
 * Maximum CPU time to load all nodes and the credential, as a share of the CPU time to load n8n-workflow, which n8n
 * loads anyway. One process measures both, so a busy machine affects both. A share of 0.1 is about 40 ms on an idle
 * machine.
 */
const LIMIT = 0.2;
/**
 * Maximum number of measurements. Only the lowest measurement counts, because other programs can only increase the CPU
 * time.
 */
const MOST_STARTS = 4;

const SCRIPT = `
	const { n8n } = require('./package.json');
	const cost = (files) => {
		const before = process.cpuUsage();
		for (const file of files) require(file);
		const { user, system } = process.cpuUsage(before);
		return user + system;
	};
	const n8nWorkflow = cost(['n8n-workflow']);
	console.log(cost([...n8n.nodes, ...n8n.credentials].map((file) => './' + file)) / n8nWorkflow);
`;

function share(): number {
	return Number(execFileSync(process.execPath, ['-e', SCRIPT], { cwd: ROOT, encoding: 'utf8' }));
}

it('needs little CPU time to load all nodes', () => {
	let least = Infinity;
	for (let start = 0; start < MOST_STARTS && least > LIMIT; start++) {
		least = Math.min(least, share());
	}
	expect(least).toBeLessThanOrEqual(LIMIT);
}, 120_000);
