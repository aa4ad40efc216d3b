import {
	dataObject,
	objectsOf,
	remarksOf,
	withLogId,
} from '../../../nodes/Zhongzhiyou/api/data.ts';
import { ApiFailure } from '../../../nodes/Zhongzhiyou/api/failures.ts';
import type { ApiResponse, JsonObject, JsonValue } from '../../../nodes/Zhongzhiyou/api/types.ts';

function answer(given: Partial<ApiResponse>): ApiResponse {
	return { data: undefined, message: 'ok', code: undefined, logId: '', ...given };
}

function asItIs(object: JsonObject): JsonObject {
	return object;
}

/** What opening the data of a success fails with. */
function failureOf(data: JsonValue | undefined, logId: string): ApiFailure {
	try {
		dataObject(answer({ data, logId }), asItIs);
	} catch (error) {
		if (error instanceof ApiFailure) return error;
		throw error;
	}
	throw new Error('nothing failed');
}

describe('a list', () => {
	test.each([undefined, null, {}, 'x', 1, true])('is empty where the API sends %j', (value) => {
		expect(objectsOf(value)).toEqual([]);
	});

	test('has the objects of what came', () => {
		expect(objectsOf([1, null, { a: 1 }, [{ b: 2 }], 'x', {}])).toEqual([{ a: 1 }, {}]);
	});

	test('has the one object that came without a list', () => {
		expect(objectsOf({ a: 1 })).toEqual([{ a: 1 }]);
	});
});

describe('the data of a success', () => {
	test.each([{}, { OrderId: 1 }])('is its object: %j', (data) => {
		expect(dataObject(answer({ data }), asItIs)).toBe(data);
	});

	test.each([undefined, null, [], '', [null], '[]', '""'])(
		'passes for none when it is %j: what became of it is in doubt',
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

describe('what an answer says beside its data', () => {
	test.each([1000, 1, 0, '1000'])('is its words, its code and its LogId: %j', (code) => {
		expect(remarksOf(answer({ code, logId: 'L1' }))).toEqual({ message: 'ok', code, logId: 'L1' });
	});

	test('has no code where the API sends none', () => {
		expect(remarksOf(answer({}))).toEqual({ message: 'ok', code: null, logId: '' });
	});

	test('stands on each row as LogId, where there is one', () => {
		const rows = [{ a: 1 }, { a: 2 }];
		expect(withLogId(rows, answer({}))).toEqual(rows);
		expect(withLogId(rows, answer({ logId: 'L1' }))).toEqual([
			{ a: 1, logId: 'L1' },
			{ a: 2, logId: 'L1' },
		]);
	});
});
