import { parseJson } from '../../sandbox/formats/json.mts';
import { nativeRequire, readContract } from '../../sandbox/http/contract.mts';
import { PRODUCT, checks, useSandbox, ask, dataOf, orderFor } from '../support/sandbox-api.mts';

useSandbox();

describe('openapi.yaml', () => {
	it('is valid OpenAPI 3.1', async () => {
		const { Validator }: typeof import('@seriousme/openapi-schema-validator') = nativeRequire()(
			'@seriousme/openapi-schema-validator',
		);
		const validator = new Validator();
		expect(await validator.validate('openapi.yaml')).toEqual({ valid: true });
		expect(validator.version).toBe('3.1');
	});

	it('holds every example it gives', async () => {
		const { paths } = await readContract();
		let held = 0;
		for (const [path, item] of Object.entries(paths ?? {})) {
			for (const method of ['get', 'post'] as const) {
				const operation = item?.[method];
				const content = operation?.responses?.['200'];
				if (operation?.operationId === undefined || content === undefined) continue;
				if ('$ref' in content) throw new Error(`No examples: ${path}`);
				const examples = content.content?.['application/json'].examples ?? {};
				for (const example of Object.values(examples)) {
					if ('$ref' in example) throw new Error('A reference');
					expect(checks.answer(operation.operationId, 200, example.value)).toEqual([]);
					held += 1;
				}
				const { requestBody } = operation;
				if (requestBody === undefined || '$ref' in requestBody) continue;
				for (const example of Object.values(
					requestBody.content['application/json'].examples ?? {},
				)) {
					if ('$ref' in example) throw new Error('A reference');
					const headers = {
						'content-type': 'application/json',
						timestamp: '1753756569000',
						partnerid: '9258',
					};
					expect(checks.request({ method, path, headers, body: example.value })).toEqual([]);
					held += 1;
				}
			}
		}
		expect(held).toBe(12);
	});

	it.each([
		['a date and time in Create', '/order/Create', { VisitDate: '2025-07-29 00:00:00' }],
		['a quantity of none', '/order/Create', { OrderQuantity: 0 }],
		['a field it does not know', '/order/Create', { Remark: 'x' }],
		['an hour without a leading zero', '/order/Create', { BeginPlayTime: '9:00' }],
		['a fractional product', '/order/Create', { ProductId: 3.5 }],
	])('refuses %s', (_what, path, changes) => {
		const headers = {
			'content-type': 'application/json',
			timestamp: '1753756569000',
			partnerid: '1',
		};
		const body = { ...orderFor(3), ...changes };
		expect(checks.request({ method: 'post', path, headers, body })).not.toEqual([]);
	});
});

describe('names in any case', () => {
	it('finds paths, bodies and queries', async () => {
		const { OriginOrderId, ContactPerson, VisitPerson, ...rest } = orderFor(PRODUCT.person);
		const lower = Object.fromEntries(
			Object.entries(rest).map(([name, value]) => [name.toLowerCase(), value]),
		);
		const created = await ask('createOrder', {
			path: '/ORDER/create',
			body: {
				...lower,
				originOrderId: OriginOrderId,
				contactperson: { name: '张三', MOBILE: '1', idcard: '2' },
				visitPERSON: VisitPerson.map(({ Name, Mobile, IdCard }) => ({
					name: Name,
					mobile: Mobile,
					idCard: IdCard,
				})),
			},
		});
		expect(created.body.Message).toBe('下单成功');
		expect(ContactPerson.Name).toBe('张三');
		const cancelled = await ask('cancelOrder', {
			path: `/order/cancelorder?ORDERID=${dataOf(created).OrderId}`,
		});
		expect(cancelled.body.IsSuccess).toBe(true);
	});
});

describe('JSON', () => {
	it('keeps every digit of a whole number', () => {
		expect(parseJson('{"a":202052255633322222124,"b":9007199254740993,"c":12.5,"d":1}')).toEqual({
			a: '202052255633322222124',
			b: '9007199254740993',
			c: 12.5,
			d: 1,
		});
	});
});
