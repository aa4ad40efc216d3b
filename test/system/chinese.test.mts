// The nodes in an editor that has the Chinese locale fragment. The stock editor has no file of that
// language and no way to add one, so the fragment is put into the page, where such an editor has it.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, it } from 'node:test';

import { openEditor, type Editor } from '../../harness/browser/editor.mts';
import { CHINESE, readDictionary } from '../../harness/locale/dictionary.mts';
import { ensurePinned } from '../../harness/n8n/installation.mts';
import { packageName } from '../../harness/package/pack.mts';
import { triggerNode } from '../support/trigger.mts';
import {
	type Bench,
	byId,
	chain,
	manualTrigger,
	startBench,
	usingCredential,
} from '../support/workflow.mts';

const LANGUAGE = 'zh-CN';

let bench: Bench;
let editor: Editor;

/** What the editor looked up for this package on this page and did not find, by key and English text. */
async function missing(): Promise<Array<[key: string, english: string]>> {
	return await editor.page.evaluate(() => Reflect.get(globalThis, 'zzyMissing'));
}

/** The part of the editor that looks translations up, as n8n names it with a digest. */
async function lookUpChunk(): Promise<string> {
	const folder = join(await ensurePinned(), 'node_modules/n8n-editor-ui/dist/assets');
	for (const name of await readdir(folder)) {
		if (!name.endsWith('.js')) continue;
		const code = await readFile(join(folder, name), 'utf8');
		if (code.includes('localizeNodeName(') && code.includes('n8n-nodes-base.nodes.')) return name;
	}
	throw new Error('The editor has no part that looks translations up');
}

/** Puts the fragment into each page from now on, and has it keep what is looked up in vain. */
async function speakChinese(): Promise<void> {
	const fragment: unknown = JSON.parse(await readFile(join(CHINESE, 'locale.json'), 'utf8'));
	const given = { chunk: await lookUpChunk(), fragment, language: LANGUAGE, ours: packageName };
	await editor.page.addInitScript(({ chunk, fragment: messages, language, ours }) => {
		const notFound: string[][] = [];
		Reflect.set(globalThis, 'zzyMissing', notFound);
		void import(`/assets/${chunk}`).then((parts: object) => {
			const all: unknown[] = Object.values(parts);
			const has = (value: unknown, name: string) =>
				typeof value === 'object' && value !== null && name in value;
			const texts = Object(all.find((part) => has(part, 'dynamicRender')));
			const { global } = Object(all.find((part) => has(part, 'global')));
			global.setLocaleMessage(language, messages);
			const render = texts.dynamicRender.bind(texts);
			texts.dynamicRender = (asked: { key: string; fallback?: string }) => {
				const isOurs = asked.key.includes(ours) || asked.key.includes('zhongzhiyouApi');
				if (isOurs && asked.fallback && !global.te(asked.key)) {
					notFound.push([asked.key, asked.fallback]);
				}
				return render(asked);
			};
		});
	}, given);
}

before(async () => {
	bench = await startBench({ n8n: { env: { N8N_DEFAULT_LOCALE: LANGUAGE } } });
	editor = await openEditor(bench.n8n, { locale: LANGUAGE });
	await speakChinese();
});

after(async () => {
	await editor?.close();
	await bench?.close();
});

afterEach(async () => {
	const dictionary = readDictionary();
	// The settings that n8n has for every node are looked up under ours; their texts are n8n's.
	const ours = (await missing()).filter(([, english]) => dictionary.has(english));
	assert.deepEqual(ours, []);
});

it('lists both nodes in Chinese', async () => {
	await editor.newWorkflow();
	await editor.page.getByTestId('canvas-add-button').click();
	await editor.page.getByTestId('node-creator-search-bar').fill('中智游');
	await editor.page.getByTestId('node-creator-item-name').getByText('中智游').first().waitFor();
	await editor.screenshot('chinese-panel.png');
});

it('shows an order in Chinese', async () => {
	const create = bench.zhongzhiyou('下单', 'order.create', {
		productId: byId(165325),
		visitDate: '2027-05-01',
		quantity: 1,
		entranceMode: 'person',
		contactName: '张三',
		contactMobile: '18102623512',
		visitors: { visitor: [{ name: '张三', mobile: '18102623512', idCard: '330103199001011230' }] },
		orderDetails: { remark: '电话联系' },
		options: { concurrency: 5 },
	});
	const id = await bench.n8n.workflows.create(chain(manualTrigger(), create));
	await editor.openWorkflow(id);
	const parameters = await editor.openNode('下单');
	for (const label of [
		'资源',
		'操作',
		'订单来源',
		'产品',
		'游玩日期',
		'票数',
		'入园方式',
		'游客来源',
	]) {
		await parameters.getByText(label, { exact: true }).first().waitFor();
	}
	await editor.screenshot('chinese-order.png');
	await editor.parameter('operation').click();
	for (const name of ['取消订单', '获取入园二维码', '支付', '退票', '下单预校验']) {
		await editor.page.getByRole('option', { name }).first().waitFor();
	}
	await editor.page.keyboard.press('Escape');
	await parameters.getByText('分销商订单号', { exact: true }).first().scrollIntoViewIfNeeded();
	await parameters.getByText('其他字段', { exact: true }).first().waitFor();
	await editor.screenshot('chinese-order-more.png');
});

it('shows the credential in Chinese', async () => {
	await editor.page.goto(`${bench.n8n.baseUrl}/home/credentials/${bench.credentialId}`);
	for (const label of ['接口地址', '分销商 ID', '签名密钥', '旧签名密钥']) {
		const shown = editor.page.getByText(new RegExp(`^${label}`));
		await shown.first().waitFor();
	}
	await editor.screenshot('chinese-credential.png');
});

it('names what is pasted after the type, so that names of examples are lost', async () => {
	await editor.newWorkflow();
	const pay = bench.zhongzhiyou('Pay order', 'order.pay', { orderId: '1' });
	await editor.page.evaluate(
		(text) => {
			const { document, ClipboardEvent, DataTransfer } = Object(globalThis);
			const data = new DataTransfer();
			data.setData('text/plain', text);
			document.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }));
		},
		JSON.stringify(chain(manualTrigger(), pay)),
	);
	await editor.node('中智游').waitFor();
	assert.equal(await editor.node('Pay order').count(), 0);
});

it('shows the trigger in Chinese', async () => {
	const trigger = triggerNode(
		{ responseMode: 'lastNode', options: { deduplicate: true, priceDays: 30 } },
		usingCredential(bench.credentialId),
	);
	const id = await bench.n8n.workflows.create(chain(trigger));
	await editor.openWorkflow(id);
	const parameters = await editor.openNode('Trigger');
	for (const label of ['触发事件', '应答时机', '重复回调去重', '价格天数']) {
		await parameters.getByText(label, { exact: true }).first().waitFor();
	}
	await parameters.getByText('作为回调地址交给中智游').waitFor();
	await editor.parameter('events').click();
	for (const name of ['出票成功', '供应商强制退款', '价格库存修改']) {
		await editor.page.getByRole('option', { name }).first().waitFor();
	}
	await editor.page.keyboard.press('Escape');
	await editor.screenshot('chinese-trigger.png');
});

it('has caused no error in the editor', () => {
	assert.deepEqual(editor.problems, []);
});
