import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IRun } from 'n8n-workflow';
import { runCommand, tail, type CommandResult } from './command';
import { n8nEnvironment } from './environment';
import { ensureN8n } from './install';
import { freePort } from './ports';
import type { Credential, WorkflowDefinition } from './rest';

const COMMAND_LIMIT = 180_000;

/** n8n's command line for one user folder. Needs no server and no owner account. */
export class N8nCli {
	constructor(
		private readonly userFolder: string,
		private readonly env: Record<string, string> = {},
	) {}

	async importCredentials(credentials: Array<Credential & { id: string }>): Promise<void> {
		await this.importJson('import:credentials', credentials);
	}

	async importWorkflow(workflow: WorkflowDefinition & { id: string }): Promise<void> {
		await this.importJson('import:workflow', { active: false, settings: {}, ...workflow });
	}

	/** Runs a workflow until it ends, successfully or not. Throws an Error with n8n's log if it did not start. */
	async executeWorkflow(id: string): Promise<IRun> {
		const result = await this.run(['execute', `--id=${id}`, '--rawOutput']);
		const json = /^\{$[^]*^\}$/m.exec(result.stdout)?.[0];
		if (!json) throw new Error(`"n8n execute" printed no result:\n${tail(result.output)}`);
		return JSON.parse(json) as IRun;
	}

	private async importJson(command: string, content: unknown): Promise<void> {
		const folder = await mkdtemp(join(tmpdir(), 'n8n-import-'));
		try {
			const file = join(folder, 'import.json');
			await writeFile(file, JSON.stringify(content));
			const { code, output } = await this.run([command, `--input=${file}`]);
			if (code !== 0)
				throw new Error(`"n8n ${command}" failed with exit code ${code}:\n${tail(output)}`);
		} finally {
			await rm(folder, { recursive: true, force: true });
		}
	}

	private async run(args: string[]): Promise<CommandResult> {
		const { nodeBinary, n8nBinary } = await ensureN8n();
		return await runCommand(nodeBinary, [n8nBinary, ...args], {
			env: n8nEnvironment(this.userFolder, {
				N8N_RUNNERS_BROKER_PORT: String(await freePort()),
				// `n8n execute` prints its result to the log.
				N8N_LOG_LEVEL: 'info',
				...this.env,
			}),
			timeout: COMMAND_LIMIT,
		});
	}
}
