import type { Locator, Page } from 'playwright-core';

/** Milliseconds for a search of the node panel; a node that is not there by then is not there. */
const SEARCH_LIMIT = 15_000;

/** Milliseconds; n8n 2.41 saves a change by itself 1.5 s after it. */
const AUTOSAVE = 4_000;

/** n8n's workflow editor as a user sees it. */
export class WorkflowEditor {
	constructor(
		readonly page: Page,
		private readonly url: string,
	) {}

	async openNewWorkflow(): Promise<void> {
		await this.page.goto(`${this.url}/workflow/new`);
		await this.page.getByTestId('canvas-background').waitFor();
	}

	async openWorkflow(id: string): Promise<void> {
		await this.page.goto(`${this.url}/workflow/${id}`);
		await this.page.getByTestId('canvas-node').first().waitFor();
	}

	/** Opens the panel with all nodes and searches it, until a certain node is among the found ones. */
	async searchNodes(text: string, expected: string): Promise<void> {
		await this.page.getByTestId('node-creator-plus-button').click();
		await this.page.getByTestId('node-creator-search-bar').fill(text);
		await this.foundNodes
			.getByText(expected, { exact: true })
			.first()
			.waitFor({ timeout: SEARCH_LIMIT });
	}

	get nodePanel(): Locator {
		return this.page.getByTestId('node-creator');
	}

	/** What a search has found: names with their descriptions. */
	get foundEntries(): Locator {
		return this.page.getByTestId('item-iterator-item');
	}

	/** The names of the nodes that a search has found. */
	get foundNodes(): Locator {
		return this.page.getByTestId('node-creator-item-name');
	}

	/** Adds a node that a search has found, by one of its actions; its form opens. */
	async addFoundNode(displayName: string, action: string): Promise<void> {
		await this.foundNodes.getByText(displayName, { exact: true }).first().click();
		const entry = this.foundNodes.getByText(action, { exact: true });
		const actions = this.page
			.getByTestId('node-creator-category-item')
			.filter({ hasText: /^Actions/ });
		await entry.or(actions).first().waitFor();
		// Of a node with a trigger the actions are folded away as long as the workflow has no trigger.
		if (!(await entry.isVisible())) await actions.click();
		await entry.click();
		await this.form.waitFor();
	}

	/** Opens the form of a node on the canvas. */
	async openNode(name: string): Promise<void> {
		await this.page.getByTestId('canvas-node').filter({ hasText: name }).dblclick();
		await this.form.waitFor();
	}

	/** Closes the form, and waits until n8n has had the time to save what it takes for a change. */
	async closeNode(): Promise<void> {
		await this.page.keyboard.press('Escape');
		await this.openNodeView.waitFor({ state: 'hidden' });
		await this.page.waitForTimeout(AUTOSAVE);
	}

	/** The open node: input, form, output. */
	get openNodeView(): Locator {
		return this.page.getByTestId('ndv');
	}

	/** The form of the open node: credential and parameters. */
	get form(): Locator {
		return this.page.getByTestId('node-parameters');
	}

	/** Everything in the form that takes a value. */
	get formFields(): Locator {
		return this.form.locator(
			'[data-test-id^="parameter-input-"], [data-test-id="collection-parameter-add"], button',
		);
	}

	get output(): Locator {
		return this.page.getByTestId('output-panel');
	}

	/** Has the trigger whose form is open wait for one call to its test address. */
	async listen(): Promise<void> {
		await this.openNodeView.getByTestId('trigger-execute-button').click();
		await this.openNodeView.getByText('Listening for test event').waitFor();
	}

	/** Publishes the open workflow, which is n8n 2's word for activating, and waits for n8n's refusal. */
	async publishInVain(): Promise<string> {
		await this.page.getByTestId('workflow-open-publish-modal-button').click();
		await this.page.getByRole('dialog').getByRole('button', { name: 'Publish' }).click();
		const refusal = this.page.getByRole('alert').filter({ hasText: 'could not be published' });
		await refusal.waitFor();
		return await refusal.innerText();
	}

	/** Runs the open workflow and waits until n8n says that it is done. */
	async execute(): Promise<void> {
		await this.page.getByTestId('execute-workflow-button').click();
		const message = this.page.getByRole('alert').filter({ hasText: 'executed successfully' });
		await message.waitFor();
		await message.locator('.el-notification__closeBtn').click();
		await message.waitFor({ state: 'hidden' });
	}
}
