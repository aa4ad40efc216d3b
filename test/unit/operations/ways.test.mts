import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { success } from '../../support/http.mts';
import { nodeErrorOf } from '../../support/in-process.mts';
import { CREATE_FIELDS, serve, jsonOf, locator, person } from '../scripted.mts';

describe('the three ways to give an order', () => {
	const given = {
		productId: '165325',
		visitDate: '2026-05-01T00:00:00',
		quantity: 2,
		session: '09:00-11:00',
		entranceMode: 'person',
		originOrderId: 'shop-7',
		contactName: '张三',
		contactMobile: '18102623512',
		contactIdCard: '330103199001010001',
		remark: '靠窗',
	};
	const visitors = [person(1), person(2)];
	const vendorNames = {
		ProductId: 165325,
		VisitDate: '2026-05-01',
		OrderQuantity: '2',
		BeginPlayTime: '09:00',
		EndPlayTime: '11:00',
		EntranceMode: 1,
		OriginOrderId: 'shop-7',
		ContactPerson: { Name: '张三', Mobile: '18102623512', IdCard: '330103199001010001' },
		VisitPerson: visitors.map(({ name, mobile, idCard }) => ({
			Name: name,
			Mobile: mobile,
			IdCard: idCard,
		})),
		OrderRemark: '靠窗',
		PartnerId: 9258,
	};
	const { remark, productId, session, ...plain } = given;
	const fields: INodeParameters = {
		...plain,
		productId: locator(productId),
		session: { __rl: true, mode: 'time', value: session },
		visitors: { visitor: visitors },
		orderDetails: { remark },
	};
	const ways: Record<string, [INodeParameters, IDataObject]> = {
		Fields: [fields, {}],
		'Fields with visitors as JSON': [
			{ ...fields, visitorsFrom: 'json', visitorsJson: JSON.stringify(visitors) },
			{},
		],
		JSON: [
			{ orderFrom: 'json', orderJson: '={{ $json }}' },
			{ ...given, visitors },
		],
		'JSON text': [{ orderFrom: 'json', orderJson: JSON.stringify({ ...given, visitors }) }, {}],
		'JSON in the vendor’s names': [{ orderFrom: 'json', orderJson: '={{ $json }}' }, vendorNames],
		'Map Automatically': [{ orderFrom: 'autoMap' }, { ...given, visitors, other: 'field' }],
		'Map Automatically in the vendor’s names': [
			{ orderFrom: 'autoMap' },
			{ ...vendorNames, other: 1 },
		],
	};

	test.each(['create', 'validate'])('make the same request of %s', async (operation) => {
		const server = await serve(() => success({ OrderId: 1, OrderStatus: 0 }));
		for (const [parameters, item] of Object.values(ways)) {
			await jsonOf(server.url, { operation, ...parameters }, { items: [item] });
		}
		const bodies = server.requests.map(({ body }) => body);
		expect(bodies).toHaveLength(Object.keys(ways).length);
		expect([...new Set(bodies)]).toEqual([bodies[0]]);
		expect(bodies[0]).toContain('"BeginPlayTime":"09:00","EndPlayTime":"11:00"');
		expect(bodies[0]).toContain(
			operation === 'create' ? '"VisitDate":"2026-05-01"' : '"VisitDate":"2026-05-01 00:00:00"',
		);
	});

	test.each(Object.keys(ways))('refuse a wrong number of visitors alike: %s', async (way) => {
		const [parameters, item] = ways[way];
		const more = way.startsWith('Fields') ? {} : item;
		const quantity = 'OrderQuantity' in more ? { OrderQuantity: 3 } : { quantity: 3 };
		const changed =
			way === 'JSON text'
				? { ...parameters, orderJson: JSON.stringify({ ...given, visitors, quantity: 3 }) }
				: { ...parameters, ...(way.startsWith('Fields') ? quantity : {}) };
		const error = await nodeErrorOf(
			jsonOf(
				'http://127.0.0.1:9',
				{ operation: 'create', ...changed },
				{ items: [{ ...more, ...(way.startsWith('Fields') ? {} : quantity) }] },
			),
		);
		expect(error.message).toBe('Visitors has 2 for 3 tickets [item 0]');
	});

	test('take a DateTime of another zone to its day in China', async () => {
		const server = await serve(() => success({ OrderId: 1, OrderStatus: 0 }));
		await jsonOf(server.url, {
			...CREATE_FIELDS,
			visitDate: "={{ DateTime.fromISO('2026-04-30T23:30:00Z') }}",
		});
		expect(server.requests[0].body).toContain('"VisitDate":"2026-05-01"');
	});
});
