import { isJsonObject, openEnvelope } from '../../../nodes/Zhongzhiyou/api/envelope.ts';

const LOG_ID = '63775710736904140420211221191216904004';

/** The source's own sample answers, repaired, and what they mean. */
const SAMPLES: Array<[name: string, answer: object, succeeded: boolean]> = [
	[
		'a failed pre-check, Code 0',
		{ Code: 0, IsSuccess: false, LogId: '', Message: '游玩预订时间不符合产品预订时间限制' },
		false,
	],
	[
		'a new order, Code 1000',
		{
			Data: { OriginOrderId: '分销平台 ID', DistributorId: 7811, OrderId: 4623122, OrderStatus: 0 },
			Code: 1000,
			IsSuccess: true,
			LogId: LOG_ID,
			Message: '下单成功',
		},
		true,
	],
	[
		'a payment, Code 1',
		{
			Data: { VoucherCode: 'sample string 1', OrderStatus: 0, PayMoney: 2 },
			Code: 1,
			IsSuccess: true,
			LogId: LOG_ID,
			Message: '处理成功',
		},
		true,
	],
	[
		'QR codes, no Code and no LogId',
		{ Data: [{ Name: '张三', QrCode: '635474911632' }], IsSuccess: true, Message: '' },
		true,
	],
	[
		'a refund request, Code 1000',
		{
			Data: { ApplyId: 1, RefundStatus: 0 },
			Code: 1000,
			IsSuccess: true,
			LogId: LOG_ID,
			Message: '退款申请成功，等待审核通知',
		},
		true,
	],
	[
		'a cancelled order, Code 0',
		{ Code: 0, IsSuccess: true, LogId: LOG_ID, Message: '订单已取消' },
		true,
	],
];

function open(answer: unknown) {
	return openEnvelope(JSON.stringify(answer));
}

describe('the source’s sample of', () => {
	test.each(SAMPLES)('%s is told for what it is', (_name, answer, succeeded) => {
		const given = { Data: undefined, Code: undefined, LogId: '', Message: '', ...answer };
		expect(open(answer)).toEqual({
			succeeded,
			isClear: true,
			data: given.Data,
			code: given.Code,
			logId: given.LogId,
			message: given.Message,
		});
	});
});

/** What is said of a call: to a write and to a read. `maybe`, yes: unknown, though a read takes it. */
type Verdict = 'yes' | 'no' | 'maybe, yes' | 'maybe, no';

/** Every way in which IsSuccess may come, by what it says. */
const IS_SUCCESS: Record<string, unknown[]> = {
	yes: [true, 'true', 'True', ' TRUE ', 1, '1', ' 1'],
	no: [false, 'false', ' False', 0, '0'],
	nothing: [undefined, null, '', ' ', '\u200b'],
	unreadable: ['yes', 'no', 'ok', 2, -1, '2', 'null', {}, [], [true], { value: true }],
};

/** Every way in which Code may come, by what it says. */
const CODE: Record<string, unknown[]> = {
	1000: [1000, '1000', ' 1000 '],
	'1 or 0': [1, 0, '1', '0'],
	none: [undefined, null, '', ' ', {}, [1000], true],
	another: [500, -1, 401, 1001, 10_000, '200', 'OK', 'ERROR', '01000'],
};

/** The whole table: the source's samples are yes × 1000, 1 or 0 and none, and no × 0. */
const TABLE: Record<string, Record<string, Verdict>> = {
	yes: { 1000: 'yes', '1 or 0': 'yes', none: 'yes', another: 'maybe, yes' },
	no: { 1000: 'maybe, no', '1 or 0': 'no', none: 'no', another: 'no' },
	nothing: { 1000: 'yes', '1 or 0': 'maybe, no', none: 'maybe, no', another: 'no' },
	unreadable: {
		1000: 'maybe, no',
		'1 or 0': 'maybe, no',
		none: 'maybe, no',
		another: 'maybe, no',
	},
};

const READS: Verdict[] = ['yes', 'maybe, yes'];

const CLEAR: Verdict[] = ['yes', 'no'];

describe('IsSuccess and Code', () => {
	const cells = Object.entries(TABLE).flatMap(([said, row]) =>
		Object.entries(row).map(([code, verdict]) => [said, code, verdict] as const),
	);

	test.each(cells)('%s and %s say %s', (said, code, verdict) => {
		for (const IsSuccess of IS_SUCCESS[said]) {
			for (const Code of CODE[code]) {
				if (IsSuccess === undefined && Code === undefined) continue;
				const { succeeded, isClear } = open({ IsSuccess, Code }) ?? {};
				expect({ IsSuccess, Code, succeeded, isClear }).toEqual({
					IsSuccess,
					Code,
					succeeded: READS.includes(verdict),
					isClear: CLEAR.includes(verdict),
				});
			}
		}
	});
});

describe('no envelope is', () => {
	test.each([
		['nothing', ''],
		['a page', '<html><body>Bad gateway</body></html>'],
		['an answer that is cut off', '{"Code":1000,"IsSuccess":true'],
		['a list', '[{"Code":1000,"IsSuccess":true}]'],
		['null', 'null'],
		['a number', '1000'],
		['a text', '"Code"'],
		['another object', '{"status":"up","Message":"x","Data":{}}'],
	])('%s', (_what, text) => {
		expect(openEnvelope(text)).toBeUndefined();
	});
});

describe('an envelope', () => {
	test('keeps every digit of its data and its LogId', () => {
		const text = `{"IsSuccess":true,"LogId":${LOG_ID},"Data":{"OrderId":123456789012345678901}}`;
		expect(openEnvelope(text)).toMatchObject({
			logId: LOG_ID,
			data: { OrderId: '123456789012345678901' },
		});
	});

	test('has no words and no code where the API sends something else there', () => {
		expect(open({ IsSuccess: false, Code: { a: 1 }, LogId: null, Message: ['x'] })).toMatchObject({
			code: undefined,
			logId: '',
			message: '',
		});
	});

	test.each([
		{ isSuccess: true, code: 1000, logId: '7', message: 'ok', data: { orderId: 1 } },
		{ ISSUCCESS: 'true', CODE: 1000, LOGID: '7', MESSAGE: 'ok', DATA: { orderId: 1 } },
		{ issuccess: true, code: 1000, logid: 7, message: 'ok', data: { orderId: 1 } },
	])('is read in any case: %j', (answer) => {
		expect(open(answer)).toEqual({
			succeeded: true,
			isClear: true,
			data: { orderId: 1 },
			code: 1000,
			logId: '7',
			message: 'ok',
		});
	});

	test('is read in the source’s spelling where it has another too', () => {
		expect(open({ isSuccess: true, IsSuccess: false, code: 1, Code: 2 })).toMatchObject({
			succeeded: false,
			code: 2,
		});
	});

	test('tells null from missing data', () => {
		expect(open({ IsSuccess: true, Data: null })?.data).toBeNull();
		expect(open({ IsSuccess: true })?.data).toBeUndefined();
	});
});

describe('an object of JSON', () => {
	test.each([{}, { a: 1 }])('is %j', (value) => {
		expect(isJsonObject(value)).toBe(true);
	});

	test.each([[], null, undefined, 'x', 5, true])('is not %j', (value) => {
		expect(isJsonObject(value)).toBe(false);
	});
});
