import type { Locator, Page } from 'playwright-core';

/** Timeout in ms for a search in the node panel. */
const SEARCH_LIMIT = 15_000;

/** Time for an autosave, in ms. n8n 2.41 saves a change after 1.5 s. */
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
		await this.nodes.first().waitFor();
	}

	/**
	 * Shows another workflow's canvas without reloading the editor, which would take seconds. Don't use it if you open
	 * a node next: n8n 2.41 sometimes opens the form before it has loaded the workflow, and throws.
	 */
	async switchToWorkflow(id: string): Promise<void> {
		const [left] = await this.nodes.elementHandles();
		if (!left) return await this.openWorkflow(id);
		await this.page.evaluate(
			`history.pushState({}, '', '/workflow/${id}'); dispatchEvent(new PopStateEvent('popstate'))`,
		);
		await left.waitForElementState('hidden');
		await this.nodes.first().waitFor();
	}

	/** Opens the node panel, searches for the text, and waits until the expected node is found. */
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

	/** Entries of the search results, with names and descriptions. */
	get foundEntries(): Locator {
		return this.page.getByTestId('item-iterator-item');
	}

	/** Names of the nodes in the search results. */
	get foundNodes(): Locator {
		return this.page.getByTestId('node-creator-item-name');
	}

	/** Adds a node from the search results by picking one of its actions. This opens the node's form. */
	async addFoundNode(displayName: string, action: string): Promise<void> {
		await this.foundNodes.getByText(displayName, { exact: true }).first().click();
		const entry = this.foundNodes.getByText(action, { exact: true });
		const actions = this.page
			.getByTestId('node-creator-category-item')
			.filter({ hasText: /^Actions/ });
		await entry.or(actions).first().waitFor();
		// While the workflow has no trigger, n8n collapses the list of actions of a node that also offers a trigger.
		if (!(await entry.isVisible())) await actions.click();
		await entry.click();
		await this.form.waitFor();
	}

	/** Nodes on the canvas. */
	get nodes(): Locator {
		return this.page.getByTestId('canvas-node');
	}

	/** Sticky notes on the canvas. */
	get notes(): Locator {
		return this.page.getByTestId('sticky');
	}

	/** Opens the form of a node on the canvas. */
	async openNode(name: string): Promise<void> {
		await this.nodes.filter({ hasText: name }).dblclick();
		await this.form.waitFor();
	}

	/** Closes the form and waits long enough for n8n to save the workflow if n8n considers it changed. */
	async closeNode(): Promise<void> {
		await this.leaveNode();
		await this.page.waitForTimeout(AUTOSAVE);
	}

	/** Closes the form if it is open. */
	private async leaveNode(): Promise<void> {
		await this.page.keyboard.press('Escape');
		await this.openNodeView.waitFor({ state: 'hidden' });
	}

	/** Deletes every node. This is much faster than opening a new workflow, which reloads the page. */
	async clear(): Promise<void> {
		await this.leaveNode();
		await this.page.keyboard.press('ControlOrMeta+a');
		await this.page.keyboard.press('Delete');
		await this.nodes.first().waitFor({ state: 'detached' });
	}

	/** The view of the open node: input, form and output. */
	get openNodeView(): Locator {
		return this.page.getByTestId('ndv');
	}

	/** The open node's form: credential and parameters. */
	get form(): Locator {
		return this.page.getByTestId('node-parameters');
	}

	/** All inputs and buttons of the open node's form. */
	get formFields(): Locator {
		return this.form.locator(
			'[data-test-id^="parameter-input-"], [data-test-id="collection-parameter-add"], button',
		);
	}

	get output(): Locator {
		return this.page.getByTestId('output-panel');
	}

	/** Makes the open trigger listen for one call to its test URL. */
	async listen(): Promise<void> {
		await this.openNodeView.getByTestId('trigger-execute-button').click();
		await this.openNodeView.getByText('Listening for test event').waitFor();
	}

	/**
	 * Tries to publish (in n8n 1: activate) the open workflow and waits for n8n's refusal.
	 * @returns the text of the refusal
	 */
	async publishRefused(): Promise<string> {
		await this.page.getByTestId('workflow-open-publish-modal-button').click();
		await this.page.getByRole('dialog').getByRole('button', { name: 'Publish' }).click();
		const refusal = this.page.getByRole('alert').filter({ hasText: 'could not be published' });
		await refusal.waitFor();
		return await refusal.innerText();
	}

	/** Runs the open workflow and waits until the execution has succeeded. */
	async execute(): Promise<void> {
		await this.page.getByTestId('execute-workflow-button').click();
		const message = this.page.getByRole('alert').filter({ hasText: 'executed successfully' });
		await message.waitFor();
		await message.locator('.el-notification__closeBtn').click();
		await message.waitFor({ state: 'hidden' });
	}
}
