import type { IExecuteFunctions } from 'n8n-workflow';

/** Maximum number of warnings to show for a run. Without a limit, there could be one for every item. */
const MOST = 10;

/** The hints that n8n shows above the output of one run. */
export class Hints {
	private readonly warnings = new Set<string>();
	private readonly infos = new Set<string>();

	/** Adds a hint. Identical hints are shown only once. */
	warn(text: string): void {
		this.warnings.add(text);
	}

	inform(text: string): void {
		this.infos.add(text);
	}

	/** Call this once, at the end of the run. */
	show(context: IExecuteFunctions): void {
		const texts = [...this.warnings].slice(0, MOST);
		const more = this.warnings.size - texts.length;
		if (more > 0) texts.push(`… and ${more} more, not shown here.`);
		const hints = [
			...[...this.infos].map((message) => ({ message, type: 'info' as const })),
			...texts.map((message) => ({ message, type: 'warning' as const })),
		];
		if (hints.length === 0) return;
		context.addExecutionHints?.(
			...hints.map((hint) => ({ ...hint, location: 'outputPane' as const })),
		);
	}
}
