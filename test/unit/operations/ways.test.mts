import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { Zhongzhiyou } from '../../../nodes/Zhongzhiyou/Zhongzhiyou.node.ts';
import { success } from '../../support/http.mts';
import { executeContext, nodeErrorOf } from '../../support/in-process.mts';
import { CREATE_FIELDS, credentials, serve, jsonOf, locator, person } from '../scripted.mts';

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
		contactIdCard: '330103199001010000',
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
		ContactPerson: { Name: '张三', Mobile: '18102623512', IdCard: '330103199001010000' },
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

describe('an order from the fields of an item', () => {
	const item = {
		productId: 3,
		visitDate: '2026-05-01',
		quantity: 1,
		contactName: '张三',
		contactMobile: '18102623512',
		originOrderId: 'S-1',
	};
	const parameters: INodeParameters = {
		resource: 'order',
		operation: 'create',
		orderFrom: 'autoMap',
	};

	async function hintsOf(
		items: IDataObject[],
		change: INodeParameters = {},
	): Promise<{ hints: unknown[]; sent: number }> {
		const server = await serve(() => success({ OrderId: 1, OrderStatus: 0 }));
		const node = new Zhongzhiyou();
		const context = executeContext(node, {
			credentials: credentials(server.url),
			parameters: { ...parameters, ...change },
			items,
		});
		await node.execute.call(context);
		return { hints: context.hints, sent: server.requests.length };
	}

	test('tells in one hint what it passed over, in all items', async () => {
		const items = [
			{ ...item, sku: 'A1', note: 'x' },
			{ ...item, originOrderId: 'S-2', note: 'y', '<b>': 1 },
		];
		const { hints, sent } = await hintsOf(items);
		expect(sent).toBe(2);
		expect(hints).toEqual([
			{
				message:
					"Fields of the items that are not an order's were not sent: sku, note, &#60;b&#62;.",
				type: 'info',
				location: 'outputPane',
			},
		]);
	});

	test('names twenty fields, cuts long names and counts the rest', async () => {
		const many = Object.fromEntries(
			Array.from({ length: 1500 }, (_, at) => [`f${at}${'x'.repeat(60)}`, 1]),
		);
		const { hints } = await hintsOf([{ ...many, ...item }]);
		expect(hints).toEqual([
			expect.objectContaining({
				message: expect.stringMatching(/sent: f0x{37}…, .*, f19x{36}… and 980 more\.$/),
			}),
		]);
	});

	test('tells fields of people too, and words that are only close to a name', async () => {
		const { hints, sent } = await hintsOf([
			{
				...item,
				contract: 'C-1',
				remarks: 'x',
				visitors: [
					{ ...person(1), sender: 'y' },
					{ ...person(2), fname: 'z' },
				],
			},
		]);
		expect(sent).toBe(1);
		expect(hints).toEqual([
			expect.objectContaining({
				message: expect.stringMatching(
					/not sent: contract, remarks, visitors\.sender, visitors\.fname\.$/,
				),
			}),
		]);
	});

	test('is refused with a slip in a name of a contact or a visitor', async () => {
		const { contactName: name, contactMobile: moblie, ...others } = item;
		for (const people of [
			{ contact: { name, moblie } },
			{
				...item,
				visitors: [
					{ name: 'A', mobile: '18102623512' },
					{ name, moblie },
				],
			},
		]) {
			const error = await nodeErrorOf(hintsOf([{ ...others, ...people }]));
			expect(error.message).toMatch(
				/^(Contact|Visitor 2) has a field "moblie", which is not known but is close to "mobile"/,
			);
		}
	});

	test('says nothing where everything was taken, or nothing is passed over', async () => {
		expect((await hintsOf([item])).hints).toEqual([]);
		expect((await hintsOf([item], { orderFrom: 'json', orderJson: '={{ $json }}' })).hints).toEqual(
			[],
		);
	});

	test('goes through on an n8n without hints', async () => {
		const server = await serve(() => success({ OrderId: 1, OrderStatus: 0 }));
		const node = new Zhongzhiyou();
		const context = executeContext(node, {
			credentials: credentials(server.url),
			parameters,
			items: [{ ...item, sku: 'A1' }],
		});
		const older = new Proxy(context, {
			has: (target, name) => name !== 'addExecutionHints' && Reflect.has(target, name),
			get: (target, name) => {
				if (name === 'addExecutionHints') return undefined;
				const value: unknown = Reflect.get(target, name);
				return typeof value === 'function' ? value.bind(target) : value;
			},
		});
		const [[output]] = await node.execute.call(older);
		expect(output.json).toMatchObject({ OrderId: 1 });
	});

	test.each(['sesion', 'visitor'])('is not sent with a slip in a name: %s', async (name) => {
		const server = await serve(() => success());
		const error = await nodeErrorOf(
			jsonOf(server.url, parameters, { items: [{ ...item, [name]: '09:00-11:00' }] }),
		);
		expect(error.message).toMatch(
			/^Order has a field "(sesion|visitor)", which is not known but is close to/,
		);
		expect(server.requests).toHaveLength(0);
	});
});

describe('the option Check ID Cards and Mobiles', () => {
	const given = { ...CREATE_FIELDS, resource: 'order', contactIdCard: '330103199001011234' };

	test.each([
		['create', {}],
		['create', { options: { checkPeople: true } }],
		['create', { options: { timeout: 5000 } }],
		['validate', { visitors: { visitor: [{ ...person(1), idCard: '330103199001011234' }] } }],
	])('is on: %s with %j', async (operation, change) => {
		const server = await serve(() => success());
		const error = await nodeErrorOf(jsonOf(server.url, { ...given, ...change, operation }));
		expect(error.message).toMatch(/ ID Card has a wrong check digit/);
		expect(server.requests).toHaveLength(0);
	});

	test.each(['create', 'validate'])('can be switched off: %s', async (operation) => {
		const server = await serve(() => success({ OrderId: 1, OrderStatus: 0 }));
		await jsonOf(server.url, {
			...given,
			operation,
			visitors: { visitor: [{ ...person(1), idCard: '330103199001011234' }] },
			options: { checkPeople: false },
		});
		expect(server.requests[0].body).toContain('330103199001011234');
	});

	test('goes with a Contact Mobile for visitors without one, when validating', async () => {
		const server = await serve(() => success());
		await jsonOf(server.url, {
			...CREATE_FIELDS,
			operation: 'validate',
			visitors: { visitor: [{ ...person(1), mobile: '' }] },
			validateDetails: { contactMobile: '13800000000' },
		});
		expect(server.requests[0].body).toContain('"Mobile":"13800000000"');
	});
});
