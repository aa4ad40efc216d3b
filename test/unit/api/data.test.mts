import { dataObject, listOf, objectsOf } from '../../../nodes/Zhongzhiyou/api/data.ts';
import { ApiFailure } from '../../../nodes/Zhongzhiyou/api/failures.ts';
import type { JsonValue } from '../../../nodes/Zhongzhiyou/api/types.ts';

/** What opening the data of a success fails with. */
function failureOf(data: JsonValue | undefined, logId: string): ApiFailure {
	try {
		dataObject({ data, message: 'ok', logId });
	} catch (error) {
		if (error instanceof ApiFailure) return error;
		throw error;
	}
	throw new Error('nothing failed');
}

describe('a list', () => {
	test.each([undefined, null, {}, 'x', 1, true])('is empty where the API sends %j', (value) => {
		expect(listOf(value)).toEqual([]);
		expect(objectsOf(value)).toEqual([]);
	});

	test('is what came otherwise; of objects, those that are some', () => {
		const list = [1, null, { a: 1 }, [{ b: 2 }], 'x', {}];
		expect(listOf(list)).toEqual(list);
		expect(objectsOf(list)).toEqual([{ a: 1 }, {}]);
	});
});

describe('the data of a success', () => {
	test.each([{}, { OrderId: 1 }])('is its object: %j', (data) => {
		expect(dataObject({ data, message: '', logId: '' })).toBe(data);
	});

	test.each([undefined, null, [], [{}], '', 'x', 0, false])(
		'passes for no order when it is %j: what became of it is in doubt',
		(data) => {
			expect(failureOf(data, 'L1')).toMatchObject({
				message: 'ZhongZhiYou reported success but sent no data',
				description: "Ask ZhongZhiYou's support what became of the request (LogId L1).",
				logId: 'L1',
				ambiguous: true,
			});
		},
	);

	test('that is missing without a LogId names none', () => {
		expect(failureOf(null, '').description).toBe(
			"Ask ZhongZhiYou's support what became of the request.",
		);
	});
});
