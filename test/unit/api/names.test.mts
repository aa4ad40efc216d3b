import { nameWithin, naming } from '../../../nodes/Zhongzhiyou/api/names.ts';
import type { JsonValue } from '../../../nodes/Zhongzhiyou/api/types.ts';

const name = naming({ OrderId: {}, Seats: { Time: {}, Codes: { Code: {} } } });

describe('names', () => {
	test('that are right already are not copied', () => {
		const right = { OrderId: 1, other: { orderId: 2 }, Seats: [{ Time: 1, Codes: { Code: 1 } }] };
		expect(name(right)).toBe(right);
	});

	test('are given at every depth, in objects and in lists', () => {
		expect(name({ orderid: 1, seats: [{ time: 1, CODES: { code: 2 } }, 'x', null] })).toEqual({
			OrderId: 1,
			Seats: [{ Time: 1, Codes: { Code: 2 } }, 'x', null],
		});
		expect(name({ SEATS: { codes: [{ CODE: 1 }] } })).toEqual({ Seats: { Codes: [{ Code: 1 }] } });
	});

	test('are left alone under what is not known, and in another object’s place', () => {
		const source = { Extra: { orderId: 1, seats: [] }, Seats: [{ orderId: 1 }], time: 2 };
		expect(name(source)).toEqual(source);
	});

	test('of an object itself are names like others', () => {
		const source: JsonValue = JSON.parse('{"__proto__":{"orderId":1},"orderId":2,"constructor":3}');
		const named = JSON.stringify(nameWithin(source, name));
		expect(JSON.parse(named)).toEqual(
			JSON.parse('{"__proto__":{"orderId":1},"OrderId":2,"constructor":3}'),
		);
		expect(named).toContain('__proto__');
	});

	test.each<JsonValue>(['orderId', 5, null, true, [], [1, null]])('are none in %j', (value) => {
		expect(nameWithin(value, name)).toBe(value);
	});
});
