// What the editor is offered: the node as a tool, products and sessions to choose from.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';

import { asArray, asRecord, asString, type JsonRecord } from '../../harness/records.mts';
import { bench, useBench } from '../support/use-bench.mts';
import { actionType, byId, credentialType, day } from '../support/workflow.mts';

useBench();

describe('in the editor', () => {
	const url = '/dynamic-node-parameters/resource-locator-results';

	function search(methodName: string, path: string, more: JsonRecord = {}): JsonRecord {
		return {
			methodName,
			path,
			nodeTypeAndVersion: { name: actionType, version: 1 },
			currentNodeParameters: { resource: 'order', operation: 'create' },
			credentials: { [credentialType]: { id: bench.credentialId, name: 'ZZY' } },
			...more,
		};
	}

	async function results(
		body: JsonRecord,
	): Promise<{ names: string[]; values: string[]; token: unknown }> {
		const found = asRecord(await bench.n8n.rest.call('POST', url, body));
		const rows = asArray(found.results).map(asRecord);
		return {
			names: rows.map(({ name }) => asString(name)),
			values: rows.map(({ value }) => asString(value)),
			token: found.paginationToken,
		};
	}

	it('offers the node as a tool too', async () => {
		// Beside /rest, where the editor fetches it.
		const answer = await bench.n8n.rest.request('GET', '/../types/nodes.json');
		const types = asArray(await answer.json()).map((type) => asRecord(type));
		const tool = types.find(({ name }) => name === `${actionType}Tool`);
		assert.ok(tool, 'the tool is listed');
		assert.deepEqual(tool.outputs, ['ai_tool']);
		assert.ok(!types.some(({ name }) => name === `${actionType}TriggerTool`));
	});

	it('searches products page by page, and by text over all pages', async () => {
		const body = search('searchProducts', '/parameters/productId');
		const first = await results(body);
		assert.equal(first.values.length, 50);
		assert.ok(first.names.includes('龙游石窟景区联票 · 龙游石窟 (3)'));
		const second = await results({ ...body, paginationToken: first.token });
		assert.equal(second.token, undefined);
		const { total } = bench.sandbox.upstream.products.page({ index: 1, size: 1 });
		assert.equal(new Set([...first.values, ...second.values]).size, total);
		const filtered = await results({ ...body, filter: '月牙泉湾' });
		assert.equal(filtered.names.length, 7);
		assert.deepEqual((await results({ ...body, filter: '165325' })).values, ['165325']);
		const off = await results({ ...body, filter: '已下架' });
		assert.match(off.names[0], /off the shelf$/);
	});

	it('offers the sessions of the chosen product and day', async () => {
		const sessions = async (productId: number, visitDate: string) =>
			await results(
				search('searchSessions', '/parameters/session', {
					currentNodeParameters: {
						resource: 'order',
						operation: 'create',
						productId: byId(productId),
						visitDate,
					},
				}),
			);
		const evening = await sessions(11063, day(2));
		assert.deepEqual(evening.names, ['18:30–19:30 (50 left)', '20:00–21:00 (2 left)']);
		assert.deepEqual(evening.values, ['18:30-19:30', '20:00-21:00']);
		const dayTime = await sessions(20011, `${day(2)}T00:00:00`);
		assert.equal(dayTime.values.length, 3);
		assert.deepEqual((await sessions(3, day(2))).values, []);
	});

	it('says what is missing or wrong when it searches', async () => {
		const failing = async (body: JsonRecord): Promise<string> => {
			const answer = await bench.n8n.rest.request('POST', url, body);
			assert.ok(!answer.ok);
			return await answer.text();
		};
		const session = search('searchSessions', '/parameters/session', {
			currentNodeParameters: { productId: byId(''), visitDate: '' },
		});
		assert.match(await failing(session), /Product is empty/);
		const undated = { ...session, currentNodeParameters: { productId: byId(3), visitDate: '' } };
		assert.match(await failing(undated), /Visit Date is empty/);
		const id = await bench.credential({ signKey: 'wrong' });
		const refused = search('searchProducts', '/parameters/productId', {
			credentials: { [credentialType]: { id, name: 'ZZY' } },
		});
		assert.match(await failing(refused), /ZhongZhiYou refused: 签名错误/);
		const closed = await bench.credential({ baseUrl: 'http://127.0.0.1:9' });
		const unreachable = search('searchProducts', '/parameters/productId', {
			credentials: { [credentialType]: { id: closed, name: 'ZZY' } },
		});
		assert.match(await failing(unreachable), /127\.0\.0\.1:9 cannot be reached/);
	});
});
