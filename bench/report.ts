import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** One measured row of the table. */
export interface Row {
	case: string;
	client: string;
	seconds?: number;
	pollsPerTask?: number;
	/** MB */
	memory?: number;
	goal?: string;
	met?: boolean;
	note?: string;
}

export interface GrowthRow {
	items: number;
	seconds: number;
	requests: number;
	heapPerItemKB: number;
}

const ROOT = join(__dirname, '..');
const FILE = join(__dirname, 'results.json');

export function printRows(rows: Row[]): void {
	console.table(
		rows.map((row) => ({
			case: row.case,
			client: row.client,
			s: row.seconds?.toFixed(2) ?? '',
			'polls per task': row.pollsPerTask?.toFixed(1) ?? '',
			MB: row.memory?.toFixed(0) ?? '',
			goal: row.goal ?? '',
			met: row.met === undefined ? '' : row.met ? 'yes' : 'NO',
			note: row.note ?? '',
		})),
	);
}

/** Saves one part of the results, with the versions used and the date. Leaves the other parts unchanged. */
export function save(part: string, rows: unknown): void {
	const earlier = existsSync(FILE)
		? (JSON.parse(readFileSync(FILE, 'utf8')) as Record<string, unknown>)
		: {};
	const measured = { date: new Date().toISOString(), ...versions(), rows };
	writeFileSync(FILE, `${JSON.stringify({ ...earlier, [part]: measured }, null, '\t')}\n`);
}

function versions() {
	const version = (file: string) =>
		(JSON.parse(readFileSync(join(ROOT, file), 'utf8')) as { version: string }).version;
	return {
		package: version('package.json'),
		n8nCore: version('node_modules/n8n-core/package.json'),
		node: process.version,
	};
}

/** The table row for the unpacked size of the package. */
export function packageRow(): Row {
	const output = execFileSync('npm', ['pack', '--dry-run', '--json'], {
		cwd: ROOT,
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'ignore'],
	});
	const [packed] = Object.values(JSON.parse(output) as Record<string, { unpackedSize: number }>);
	const kB = (packed?.unpackedSize ?? 0) / 1000;
	return {
		case: 'package, unpacked',
		client: 'n8n-nodes-fotor',
		goal: '≤ 400 kB, 0 dependencies',
		met: kB > 0 && kB <= 400,
		note: `${kB.toFixed(0)} kB`,
	};
}
