// The nodes in the editor, in Debian's Chromium.
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';

import { openEditor, type Editor } from '../../harness/browser/editor.mts';
import { noOp, triggerNode } from '../support/trigger.mts';
import {
	type Bench,
	byId,
	chain,
	manualTrigger,
	startBench,
	usingCredential,
} from '../support/workflow.mts';

let bench: Bench;
let editor: Editor;

before(async () => {
	bench = await startBench();
	editor = await openEditor(bench.n8n);
});

after(async () => {
	await editor?.close();
	await bench?.close();
});

it('lists both nodes under either name', async () => {
	for (const text of ['zhongzhiyou', '中智游']) {
		await editor.newWorkflow();
		const first = editor.page.getByTestId('canvas-add-button');
		await first.click();
		await editor.page.getByTestId('node-creator-search-bar').fill(text);
		const names = editor.page.getByTestId('node-creator-item-name');
		await names.filter({ hasText: 'Zhongzhiyou' }).first().waitFor();
		await editor.screenshot(`panel-${text}.png`);
	}
});

it('tells how to hand over the URL and how to send a test callback', async () => {
	const trigger = triggerNode({ outputMode: 'byKind' }, usingCredential(bench.credentialId));
	const id = await bench.n8n.workflows.create(chain(trigger, noOp()));
	await editor.openWorkflow(id);
	for (const name of ['Issued', 'Redeemed', 'Refund', 'Product', 'Other']) {
		await editor.page.getByText(name, { exact: true }).first().waitFor();
	}
	await editor.screenshot('trigger-canvas.png');
	const parameters = await editor.openNode('Trigger');
	const notice = parameters.getByText('as your callback address');
	await notice.waitFor();
	await editor.page.getByText('Receive callbacks from ZhongZhiYou').first().waitFor();
	await editor.page.getByText('When will this node trigger my flow').click();
	await editor.page.getByText('npx zhongzhiyou-sandbox send order.issued --url').first().waitFor();
	await editor.screenshot('trigger.png');
	assert.equal(await editor.page.getByTestId('node-issues').count(), 0);
	await editor.closeNode();
});

it('shows the default events and takes others', async () => {
	const trigger = triggerNode({}, usingCredential(bench.credentialId));
	const id = await bench.n8n.workflows.create(chain(trigger, noOp()));
	await editor.openWorkflow(id);
	await editor.openNode('Trigger');
	const events = editor.parameter('events');
	assert.match(await events.innerText(), /All Events/);
	await events.click();
	for (const title of ['Order Issued', 'Order Refund Forced', 'Product Price or Stock Changed']) {
		await editor.page.getByRole('option', { name: title }).first().waitFor();
	}
	await editor.page.keyboard.press('Escape');
	await editor.screenshot('trigger-events.png');
});

it('previews what an operation puts out before it ever ran', async () => {
	const product = bench.zhongzhiyou('Product', 'product.get', { productId: byId(165325) });
	const id = await bench.n8n.workflows.create(chain(manualTrigger(), product, noOp('After')));
	await editor.openWorkflow(id);
	await editor.node('After').dblclick();
	const input = editor.page.getByTestId('ndv-input-panel');
	for (const field of ['ProductName', 'TotoalStock', 'EntranceMode']) {
		await input.getByText(field, { exact: true }).first().waitFor();
	}
	await editor.screenshot('preview.png');
});

it('has caused no error in the editor', () => {
	assert.deepEqual(editor.problems, []);
});
