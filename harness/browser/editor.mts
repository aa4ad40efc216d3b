// The n8n editor in Debian's Chromium.
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { chromium, selectors, type Browser, type Locator, type Page } from 'playwright-core';

import type { N8n } from '../n8n/n8n.mts';
import { owner } from '../n8n/rest.mts';

/** Nothing but the page asked for: no service of the browser's own, and no sandbox, which root cannot have. */
const chromiumArguments = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

export interface EditorOptions {
	width?: number;
	height?: number;
	/** `zh-CN` and the like: the browser's language; n8n's own is set by `N8N_DEFAULT_LOCALE`. */
	locale?: string;
	colorScheme?: 'light' | 'dark';
}

/** One browser page that is logged in to one n8n. */
export class Editor {
	readonly page: Page;
	/** Errors the page threw and requests to n8n that failed; a test may require none. */
	readonly problems: string[] = [];
	private readonly browser: Browser;
	private readonly n8n: N8n;

	constructor(browser: Browser, page: Page, n8n: N8n) {
		this.browser = browser;
		this.page = page;
		this.n8n = n8n;
		page.on('pageerror', (error) => this.problems.push(error.message));
		page.on('response', (answer) => {
			if (answer.status() >= 500) this.problems.push(`${answer.status()} ${answer.url()}`);
		});
	}

	async logIn(): Promise<void> {
		await this.page.goto(`${this.n8n.baseUrl}/signin`);
		await this.page.getByTestId('emailOrLdapLoginId').locator('input').fill(owner.email);
		await this.page.getByTestId('password').locator('input').fill(owner.password);
		await this.page.getByTestId('form-submit-button').click();
		await this.page.waitForURL((url) => !url.pathname.startsWith('/signin'));
	}

	async openWorkflow(id: string): Promise<void> {
		await this.page.goto(`${this.n8n.baseUrl}/workflow/${id}`);
		await this.page.getByTestId('canvas-node').first().waitFor();
	}

	async newWorkflow(): Promise<void> {
		await this.page.goto(`${this.n8n.baseUrl}/workflow/new`);
		await this.page.getByTestId('canvas-add-button').waitFor();
	}

	/** A node on the canvas. */
	node(name: string): Locator {
		return this.page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);
	}

	/** Opens a node's details and returns the panel of its parameters. */
	async openNode(name: string): Promise<Locator> {
		await this.node(name).dblclick();
		const parameters = this.page.getByTestId('node-parameters');
		await parameters.waitFor();
		return parameters;
	}

	async closeNode(): Promise<void> {
		await this.page.keyboard.press('Escape');
		await this.page.getByTestId('node-parameters').waitFor({ state: 'detached' });
	}

	/** One parameter of the open node, by its name in the node's description. */
	parameter(name: string): Locator {
		return this.page.getByTestId(`parameter-input-${name}`);
	}

	/** Opens the list of nodes and returns the names in it that contain a plain text. */
	async searchNodes(text: string): Promise<Locator> {
		const first = this.page.getByTestId('canvas-add-button');
		if (await first.isVisible()) await first.click();
		else await this.page.getByTestId('node-creator-plus-button').click();
		await this.page.getByTestId('node-creator-search-bar').fill(text);
		const results = this.page
			.getByTestId('node-creator-item-name')
			.filter({ hasText: new RegExp(text, 'i') });
		await results.first().waitFor();
		return results;
	}

	/** Pictures the page, in the folder that SCREENSHOTS names or a temporary one. */
	async screenshot(file: string): Promise<void> {
		const folder = process.env.SCREENSHOTS ?? join(tmpdir(), 'zzy-screenshots');
		const path = resolve(folder, file);
		await mkdir(dirname(path), { recursive: true });
		await this.page.screenshot({ path, animations: 'disabled' });
	}

	async close(): Promise<void> {
		await this.browser.close();
	}
}

/** Opens the editor of a running n8n and logs in as its owner. */
export async function openEditor(n8n: N8n, options: EditorOptions = {}): Promise<Editor> {
	selectors.setTestIdAttribute('data-test-id');
	const browser = await chromium.launch({
		executablePath: process.env.CHROMIUM_PATH || '/usr/bin/chromium',
		args: chromiumArguments,
	});
	const page = await browser.newPage({
		viewport: { width: options.width ?? 1440, height: options.height ?? 900 },
		locale: options.locale ?? 'en-US',
		colorScheme: options.colorScheme ?? 'light',
	});
	page.setDefaultTimeout(30_000);
	const editor = new Editor(browser, page, n8n);
	try {
		await editor.logIn();
	} catch (error) {
		await browser.close();
		throw error;
	}
	return editor;
}
