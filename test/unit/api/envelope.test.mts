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
	yes: [true, 'true', 'True', ' TRUE ', 1, '1', ' 1', 'yes', 'Y', ' y '],
	no: [false, 'false', ' False', 0, '0', 'no', 'N', ' No '],
	nothing: [undefined, null, '', ' ', '\u200b'],
	unreadable: ['ok', '失败', 't', 2, -1, '2', 'null', {}, [], [true], { value: true }],
};

/** Every way in which Code may come, by what it says. */
const CODE: Record<string, unknown[]> = {
	1000: [1000, '1000', ' 1000 '],
	'1 or 0': [1, 0, '1', '0'],
	none: [undefined, null, '', ' ', {}, [1000], true],
	'a failure’s': [
		...[500, -1, 400, 401, 1001, 10_000, '01000', '-0.5'],
		...['ERROR', 'E', 'e_12', 'E1001', 'Fail', 'FAILED', 'Exception', 'INVALID_SIGN'],
		...['deny', 'denied', 'Refused', 'REJECTED', 'Forbidden', 'unauthorized', 'Unauthorised'],
		...['TIMEOUT', 'time-out', '失败', '系统错误', '异常'],
	],
	another: [200, '200', 2, '0000', '00', 399, 399.5, 'OK', 'SUCCESS', 'S', 'END', 'DONE', 'E12X'],
};

/** The whole table: the source's samples are yes × 1000, 1 or 0 and none, and no × 0. */
const TABLE: Record<string, Record<string, Verdict>> = {
	yes: { 1000: 'yes', '1 or 0': 'yes', none: 'yes', 'a failure’s': 'maybe, yes', another: 'yes' },
	no: { 1000: 'maybe, no', '1 or 0': 'no', none: 'no', 'a failure’s': 'no', another: 'no' },
	nothing: {
		1000: 'yes',
		'1 or 0': 'maybe, no',
		none: 'maybe, no',
		'a failure’s': 'no',
		another: 'maybe, no',
	},
	unreadable: {
		1000: 'maybe, no',
		'1 or 0': 'maybe, no',
		none: 'maybe, no',
		'a failure’s': 'maybe, no',
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
				const { succeeded, isClear } = open({ IsSuccess, Code, Message: 'm' }) ?? {};
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

describe('a refusal that says nothing of why', () => {
	test.each([
		{},
		{ Message: '' },
		{ Message: ' ', Data: null, Code: '' },
		{ Message: [], Data: {}, LogId: LOG_ID },
		{ Data: [], Code: null },
	])('is not clear: %j', (given) => {
		expect(open({ IsSuccess: false, ...given })).toMatchObject({
			succeeded: false,
			isClear: false,
		});
	});

	test.each([{ Message: '库存不足' }, { Code: 0 }, { Code: 500 }, { Data: { Memo: '库存不足' } }])(
		'is none with one thing more: %j',
		(given) => {
			expect(open({ IsSuccess: false, ...given })).toMatchObject({
				succeeded: false,
				isClear: true,
			});
		},
	);

	test('is none where it succeeded, or where all that is said is the code', () => {
		expect(open({ IsSuccess: true })).toMatchObject({ succeeded: true, isClear: true });
		expect(open({ Code: 500 })).toMatchObject({ succeeded: false, isClear: true });
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

	test.each([null, true, {}, [], undefined])(
		'has no words where the API sends %j there',
		(Message) => {
			expect(open({ IsSuccess: false, Code: { a: 1 }, LogId: null, Message })).toMatchObject({
				code: undefined,
				logId: '',
				message: '',
			});
		},
	);

	test.each([
		[['系统超时', '请稍后'], '系统超时; 请稍后'],
		[{ zh: '处理中', en: ['processing', 7] }, '处理中; processing; 7'],
		[[{ Text: ' 处理中 ' }, null, ''], '处理中'],
		[5, '5'],
		[' 处理中 ', ' 处理中 '],
	])('has the words of whatever the API sends there: %j', (Message, message) => {
		expect(open({ IsSuccess: false, Message })?.message).toBe(message);
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
