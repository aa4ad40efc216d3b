import type { INodeParameters } from 'n8n-workflow';

import { success, type ScriptedServer } from '../../support/http.mts';
import { nodeErrorOf } from '../../support/in-process.mts';
import { serve, jsonOf, person, CREATE_FIELDS } from '../scripted.mts';

describe('the default Origin Order ID and Refund ID', () => {
	const item = { productId: 3, visitDate: '2026-05-01', quantity: 1, contact: person(0) };
	const where = {
		workflowId: 'wF-9',
		nodeId: '0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9',
		executionId: '512',
		runIndex: 2,
	};
	const expected = ['wF-9-a93f0ce95a6f-512-2-0', 'wF-9-a93f0ce95a6f-512-2-1'];
	const originIds = ({ requests }: ScriptedServer) =>
		requests.map(({ body }): unknown => JSON.parse(body).OriginOrderId).sort();

	test.each<[string, INodeParameters]>([
		['the field’s expression', CREATE_FIELDS],
		['the code of JSON', { operation: 'create', orderFrom: 'json' }],
		['the code of Map Automatically', { operation: 'create', orderFrom: 'autoMap' }],
	])('is the same of %s', async (_name, parameters) => {
		const server = await serve(() => success({ OrderId: 1, OrderStatus: 0 }));
		await jsonOf(server.url, parameters, { ...where, items: [item, item] });
		expect(originIds(server)).toEqual(expected);
	});

	test('is that of Refund too', async () => {
		const server = await serve(() => success({ RefundStatus: 0 }));
		await jsonOf(server.url, { operation: 'refund', orderId: '1' }, where);
		expect(JSON.parse(server.requests[0].body)).toMatchObject({ RefundId: expected[0] });
	});

	test('differs where node, execution or run differ', async () => {
		const server = await serve(() => success({ OrderId: 1, OrderStatus: 0 }));
		const others = [
			where,
			{ ...where, workflowId: 'wF-8' },
			{ ...where, nodeId: '1a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9' },
			{ ...where, executionId: '513' },
			{ ...where, runIndex: 3 },
		];
		for (const other of others) await jsonOf(server.url, CREATE_FIELDS, other);
		expect(new Set(originIds(server)).size).toBe(others.length);
	});

	test('does not stand in for one that is named but empty', async () => {
		const error = await nodeErrorOf(
			jsonOf(
				'http://127.0.0.1:9',
				{ operation: 'create', orderFrom: 'autoMap' },
				{ items: [{ ...item, originOrderId: '' }] },
			),
		);
		expect(error.message).toBe('Origin Order ID is empty [item 0]');
	});
});
