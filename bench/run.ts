/**
 * `npm run bench` measures speed and growth, and `npm run bench -- memory` measures the memory that large files take.
 * `-- trigger` (call rate of triggers) and `-- waiting` (released waits) run in real n8n and use the last build of the
 * package. Prints a table, writes bench/results.json, and exits with 1 if a goal is missed.
 */
import { growthRows } from './growth';
import { maskRows } from './mask';
import { memoryRows } from './memory';
import { packageRow, printRows, save, type Row } from './report';
import { speedRows } from './speed';
import { triggerRows } from './trigger';
import { waitingRows } from './waiting';

const log = (line: string) => console.log(`… ${line}`);

async function main(): Promise<void> {
	const wanted = process.argv[2] ?? 'speed';
	const rows: Row[] = [];
	if (wanted === 'memory') {
		rows.push(...(await memoryRows(log)));
		save('memory', rows);
	} else if (wanted === 'trigger') {
		rows.push(...(await triggerRows(log)));
		save('trigger', rows);
	} else if (wanted === 'waiting') {
		rows.push(...(await waitingRows(log)));
		save('waiting', rows);
	} else if (wanted === 'speed') {
		rows.push(...(await speedRows(log)), ...(await maskRows(log)), packageRow());
		save('speed', rows);
		const growth = await growthRows(log);
		save('growth', growth);
		console.table(growth);
	} else {
		console.error(
			`There is no benchmark "${wanted}". Leave the name out, or use memory, trigger or waiting.`,
		);
		process.exitCode = 2;
		return;
	}
	printRows(rows);
	if (rows.some((row) => row.met === false)) process.exitCode = 1;
}

void main().then(() => process.exit());
