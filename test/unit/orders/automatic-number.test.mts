import { createHash } from 'node:crypto';

import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { automaticNumber } from '../../../nodes/Zhongzhiyou/orders/automaticNumber.ts';
import { success, type ScriptedServer } from '../../support/http.mts';
import { callTool, nodeErrorOf } from '../../support/in-process.mts';
import { credentials, CREATE_FIELDS, jsonOf, person, serve } from '../scripted.mts';

const ITEM = { productId: 3, visitDate: '2026-05-01', quantity: 1, contact: person(0) };

const WHERE = {
	workflowId: 'wF-9',
	nodeId: '0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9',
	executionId: '512',
	runIndex: 2,
	items: [ITEM],
};

const REFUND: INodeParameters = { operation: 'refund', orderId: '1' };

const WAYS: Array<[string, INodeParameters]> = [
	['Fields', CREATE_FIELDS],
	['JSON', { operation: 'create', orderFrom: 'json' }],
	['Map Automatically', { operation: 'create', orderFrom: 'autoMap' }],
	['Refund', REFUND],
];

function numbers({ requests }: ScriptedServer): string[] {
	return requests.map(({ body }) => {
		const { OriginOrderId, RefundId } = JSON.parse(body);
		return String(OriginOrderId ?? RefundId);
	});
}

async function answering(): Promise<ScriptedServer> {
	return await serve(() => success({ OrderId: 1, OrderStatus: 0, RefundStatus: 0 }));
}

describe.each(WAYS)('the automatic number, in %s', (_name, parameters) => {
	test('is short, and the same in every execution', async () => {
		const server = await answering();
		await jsonOf(server.url, parameters, WHERE);
		await jsonOf(server.url, parameters, { ...WHERE, executionId: '513', mode: 'manual' });
		const [first, second] = numbers(server);
		expect(first).toMatch(/^[0-9a-f]{32}$/);
		expect(second).toBe(first);
	});

	test('is the same whatever the order of the item’s members', async () => {
		const server = await answering();
		const turned = Object.fromEntries(Object.entries(ITEM).reverse());
		await jsonOf(server.url, parameters, WHERE);
		await jsonOf(server.url, parameters, { ...WHERE, items: [turned] });
		expect(new Set(numbers(server)).size).toBe(1);
	});

	test('is another one for each like item of a list', async () => {
		const server = await answering();
		await jsonOf(server.url, parameters, { ...WHERE, items: [ITEM, ITEM, ITEM] });
		expect(new Set(numbers(server)).size).toBe(3);
	});

	test('is another one where workflow, node, run, or anything of the item differs', async () => {
		const server = await answering();
		const others = [
			WHERE,
			{ ...WHERE, workflowId: 'wF-8' },
			{ ...WHERE, nodeId: '1a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9' },
			{ ...WHERE, runIndex: 3 },
			{ ...WHERE, items: [{ ...ITEM, remark: '2' }] },
		];
		for (const other of others) await jsonOf(server.url, parameters, other);
		expect(new Set(numbers(server)).size).toBe(others.length);
	});

	test('is stated by the output', async () => {
		const server = await answering();
		const [output] = await jsonOf(server.url, parameters, WHERE);
		expect(output.OriginOrderId ?? output.RefundId).toBe(numbers(server)[0]);
	});
});

describe('the automatic number', () => {
	test('is another one where the request differs and the item does not', async () => {
		const server = await answering();
		const changes: INodeParameters[] = [
			{ ...CREATE_FIELDS },
			{ ...CREATE_FIELDS, quantity: 2 },
			{ ...CREATE_FIELDS, visitDate: '2026-05-02' },
			{ ...CREATE_FIELDS, contactName: '李四' },
			{ ...REFUND },
			{ ...REFUND, orderId: '2' },
			{ ...REFUND, refundCount: 2 },
			{ ...REFUND, voucherCodes: '7' },
		];
		for (const parameters of changes) await jsonOf(server.url, parameters, WHERE);
		expect(new Set(numbers(server)).size).toBe(changes.length);
	});

	test('does not stand in for one that is named but empty', async () => {
		const items = [{ ...ITEM, originOrderId: '' }];
		const parameters = { operation: 'create', orderFrom: 'autoMap' };
		const error = await nodeErrorOf(jsonOf('http://127.0.0.1:9', parameters, { items }));
		expect(error.message).toBe('Origin Order ID is empty [item 0]');
	});

	test.each(['', '  ', '=', '= '])('stands in for a field that holds %j', async (value) => {
		const server = await answering();
		await jsonOf(server.url, { ...CREATE_FIELDS, originOrderId: value });
		await jsonOf(server.url, { ...REFUND, refundId: value });
		for (const number of numbers(server)) expect(number).toMatch(/^[0-9a-f]{32}$/);
	});

	test.each<[string, INodeParameters, string]>([
		['Origin Order ID', CREATE_FIELDS, 'originOrderId'],
		['Refund ID', REFUND, 'refundId'],
	])('does not stand in for an expression that finds no %s', async (label, parameters, name) => {
		const server = await answering();
		for (const expression of ['={{ $json.missing }}', "={{ '' }}", '={{ " " }}', '={{ null }}']) {
			const error = await nodeErrorOf(
				jsonOf(server.url, { ...parameters, [name]: expression }, WHERE),
			);
			expect(error.message).toBe(`${label} is empty: its expression found no value [item 0]`);
			expect(error.description).toMatch(/clear the field for an automatic number/);
		}
		expect(server.requests).toHaveLength(0);
	});

	test.each<[string, INodeParameters, string]>([
		['order', CREATE_FIELDS, 'originOrderId'],
		['refund', REFUND, 'refundId'],
	])('gives way to the shop’s own number of an %s', async (_thing, parameters, name) => {
		const server = await answering();
		const own = { ...parameters, [name]: '={{ $json.own }}' };
		await jsonOf(server.url, own, { items: [{ own: ' SHOP-1 ' }, { own: 42 }] });
		expect(numbers(server)).toEqual(['SHOP-1', '42']);
	});
});

describe('as a tool', () => {
	const session = { sessionId: 's-1', chatInput: 'Two tickets, please', action: 'sendMessage' };
	const call = { ...session, toolCallId: 'call_1', product: 3, quantity: 2 };

	/** The number of a call; of an agent whose tools are nodes of the execution, as of n8n's MCP server. */
	async function numberOf(json: IDataObject, runIndex = 0, more: INodeParameters = {}) {
		const server = await answering();
		const all = { ...CREATE_FIELDS, ...more };
		await callTool({
			credentials: credentials(server.url),
			parameters: all,
			arguments: json,
			runIndex,
		});
		const node = { type: 'n8n-nodes-zhongzhiyou.zhongzhiyouTool' };
		await jsonOf(server.url, all, { node, items: [json], runIndex });
		const [number, ...others] = new Set(numbers(server));
		expect(others).toEqual([]);
		return number;
	}

	test('a second try with the same arguments is the same order, whatever the model is told between', async () => {
		const first = await numberOf(call);
		expect(await numberOf({ ...call, toolCallId: 'call_2' }, 1)).toBe(first);
		expect(await numberOf({ ...call, chatInput: 'Try again', action: 'x' }, 7)).toBe(first);
	});

	test('another wish or another session is another order', async () => {
		const first = await numberOf(call);
		expect(await numberOf({ ...call, quantity: 3 })).not.toBe(first);
		expect(await numberOf({ ...call, sessionId: 's-2' })).not.toBe(first);
		expect(await numberOf({ ...call, shop: 'B' })).not.toBe(first);
	});

	test('a number that the model leaves out is automatic', async () => {
		const left = { originOrderId: '={{ $json.number }}' };
		expect(await numberOf(call, 0, left)).toBe(await numberOf(call));
	});
});

test('the number is made of the same in every version, so that a retry that is pending keeps its own', () => {
	const origin = { workflowId: 'w', nodeId: 'n', runIndex: 1, itemIndex: 2, json: { b: 1, a: 2 } };
	const request = { path: '/order/Create', body: { Z: 1, A: 2 } };
	const made = (place: string) =>
		createHash('sha256')
			.update(`["w","n",${place},{"a":2,"b":1},"/order/Create",{"A":2,"Z":1}]`)
			.digest('hex')
			.slice(0, 32);
	expect(automaticNumber({ ...origin, isTool: false }, request)).toBe(made('[1,2]'));
	expect(automaticNumber({ ...origin, isTool: true }, request)).toBe(made('"tool"'));
});
