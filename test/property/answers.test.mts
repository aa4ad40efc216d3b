import fc from 'fast-check';
import type { IDataObject, INode, INodeExecutionData, INodeParameters, IRun } from 'n8n-workflow';

import { Zhongzhiyou } from '../../nodes/Zhongzhiyou/Zhongzhiyou.node.ts';
import { refusal, startScripted, type Reply, type ScriptedServer } from '../support/http.mts';
import {
	credentialFor,
	Credentials,
	runInWorkflow,
	type RunSettings,
} from '../support/in-process.mts';
import { runs } from '../support/runs.mts';
import { WRITES } from '../unit/scripted.mts';

/** Every shape of an answer × every write × Retry On Fail and Continue On Fail. */

/** An answer's Data as JSON text, and what a workflow must be given of it. */
interface Sent {
	/** Undefined where the answer has no Data at all. */
	json: string | undefined;
	/** Every value in it, digit for digit. */
	leaves: string[];
	/** The codes that stand under a voucher's name, or alone where they look like codes. */
	codes: string[];
	/** The order's id, where it can be told which it is. */
	orderId: string | undefined;
}

const NOTHING: Sent = { json: undefined, leaves: [], codes: [], orderId: undefined };

/** A number as an API may write it: long, with an exponent, with a fraction of nothing. */
const code = fc.oneof(
	fc.stringMatching(/^[1-9][0-9]{7,30}$/),
	fc.constantFrom('1e21', '12345678901234567890', '100200300.0', '6E+22'),
);

const id = fc.stringMatching(/^[1-9][0-9]{4,24}$/);

interface Order {
	code: string;
	id: string;
	bare: boolean;
}

/** An order's members as JSON, the code as a text or as the number that it is. */
const members = fc
	.record({ code, id, bare: fc.boolean(), camel: fc.boolean() })
	.map((order: Order & { camel: boolean }) => {
		const value = order.bare ? order.code : `"${order.code}"`;
		const [voucher, orderId] = order.camel
			? ['voucherCode', 'orderId']
			: ['VoucherCode', 'OrderId'];
		return {
			json: `{"${voucher}":${value},"${orderId}":${order.id},"ApplyId":"A-1","OrderStatus":4,"RefundStatus":1}`,
			leaves: [order.code, order.id, 'A-1'],
			codes: [order.code],
			orderId: order.id,
		};
	});

const orderData: fc.Arbitrary<Sent> = fc.oneof(
	{ weight: 4, arbitrary: members },
	// A code or an id alone, as a text.
	fc.stringMatching(/^[1-9][0-9]{7,24}$/).map((digits) => ({
		json: `"${digits}"`,
		leaves: [digits],
		codes: [digits],
		orderId: digits,
	})),
	// A word or a flag.
	fc
		.constantFrom(
			'"成功"',
			'"OK"',
			'true',
			'1',
			'0',
			'{"Result":"done"}',
			'{"OrderId":0,"Memo":"x"}',
		)
		.map((json) => ({ ...NOTHING, json, leaves: json.match(/[a-zOK成功]{4,}(?=")/g) ?? [] })),
	fc
		.constantFrom(undefined, 'null', '{}', '[]', '""', '[null]')
		.map((json) => ({ ...NOTHING, json })),
	// Several.
	fc.array(members, { minLength: 2, maxLength: 3 }).map((orders) => ({
		json: `[${orders.map(({ json }) => json).join(',')}]`,
		leaves: orders.flatMap(({ leaves }) => leaves),
		codes: orders.flatMap(({ codes }) => codes),
		orderId: undefined,
	})),
);

type Wrap = (json: string) => string;

/** What does not change what is said. */
const WRAPS: Wrap[] = [
	(json) => `[${json}]`,
	(json) => JSON.stringify(json),
	(json) => ` ${json} `,
	(json) => JSON.stringify(` ${json}\n`),
];

const sent = fc
	.tuple(orderData, fc.array(fc.constantFrom(...WRAPS), { maxLength: 3 }))
	.map(([data, wraps]) => {
		// A bare number or word in a text would be another text.
		const { json } = data;
		if (json === undefined) return data;
		const mayBeText = /^[[{"]/.test(json);
		return {
			...data,
			json: wraps.reduce(
				(text, wrap) => (mayBeText || wrap === WRAPS[0] ? wrap(text) : text),
				json,
			),
		};
	});

const OPERATIONS: Record<string, INodeParameters> = WRITES;

let server: ScriptedServer;

/** What is answered to the request of an item, by its id; and every request's text by it. */
let answers = new Map<number, Sent>();
let seen = new Map<number, string[]>();

/** How often the last item is still refused. */
let refusals = 0;

function envelope({ json }: Sent): Reply {
	const data = json === undefined ? '' : `"Data":${json},`;
	return { text: `{${data}"Code":1000,"IsSuccess":true,"LogId":"L1","Message":"m"}` };
}

beforeAll(async () => {
	server = await startScripted(({ body, query }) => {
		const { OrderId, OrderQuantity } = JSON.parse(body === '' ? '{}' : body);
		const item = Number(query.get('orderId') ?? OrderId ?? OrderQuantity);
		seen.set(item, [...(seen.get(item) ?? []), body]);
		const answer = answers.get(item);
		if (answer !== undefined) return envelope(answer);
		return refusals-- > 0
			? refusal('库存不足')
			: envelope({ ...NOTHING, json: '{"OrderId":99999}' });
	});
});

afterAll(async () => await server.close());

function outputs({ data }: IRun): INodeExecutionData[] {
	const last = data.resultData.runData.Zhongzhiyou?.at(-1);
	return (last?.data?.main ?? []).flatMap((items) => items ?? []);
}

function errorIn(json: IDataObject): IDataObject | undefined {
	const { error } = json;
	return typeof error === 'object' && error !== null && !Array.isArray(error)
		? { ...error }
		: undefined;
}

/** What a workflow must be told of one answer. */
function check(operation: string, answer: Sent, json: IDataObject): void {
	const text = JSON.stringify(json);
	for (const leaf of answer.leaves) expect(text).toContain(leaf);
	const error = errorIn(json);
	if (operation === 'create' && answer.orderId === undefined) {
		expect(error).toMatchObject({ outcomeUnknown: true });
		expect(String(error?.message)).toMatch(
			/sent no order ID\. It is not known .*Origin Order ID [0-9a-f]{32}/,
		);
		return;
	}
	expect(error).toBeUndefined();
	if (operation === 'create') expect(String(json.OrderId)).toBe(answer.orderId);
	if (operation === 'pay') expect(json.voucherCodes).toEqual([...new Set(answer.codes)]);
	if (operation === 'cancel') expect(json.cancelled).toBe(true);
}

const play = fc.record({
	items: fc.array(sent, { minLength: 1, maxLength: 4 }),
	operation: fc.constantFrom('create', 'pay', 'refund', 'cancel'),
	concurrency: fc.integer({ min: 1, max: 3 }),
	onError: fc.constantFrom<INode['onError']>(
		'stopWorkflow',
		'continueRegularOutput',
		'continueErrorOutput',
	),
	refused: fc.integer({ min: 0, max: 2 }),
});

test('a write that succeeded is carried out whatever its data: told, kept, and not sent again', async () => {
	await fc.assert(
		fc.asyncProperty(play, async ({ items, operation, concurrency, onError, refused }) => {
			answers = new Map(items.map((answer, index) => [index + 1, answer]));
			seen = new Map();
			refusals = refused;
			const settings: RunSettings = {
				credentials: new Credentials(credentialFor(server.url)),
				parameters: { ...OPERATIONS[operation], options: { concurrency } },
				node: { retryOnFail: true, maxTries: 3, waitBetweenTries: 1, onError },
				// The last one is refused at first, so that all have to be tried again.
				items: [...items, null].map((_, index) => ({ id: index + 1 })),
			};
			const run = await runInWorkflow(new Zhongzhiyou(), settings);
			const hasNone = ({ orderId }: Sent) => operation === 'create' && orderId === undefined;
			for (const [index, answer] of items.entries()) {
				const requests = seen.get(index + 1) ?? [];
				// What gave no number is asked for again: under the same, which is the same order.
				if (!hasNone(answer)) expect(requests.length).toBeLessThanOrEqual(1);
				expect(new Set(requests).size).toBeLessThanOrEqual(1);
			}
			const { error } = run.data.resultData;
			if (error !== undefined) {
				expect(items.some(hasNone)).toBe(true);
				expect(error.message).toMatch(/not known whether/);
				return;
			}
			const rows = outputs(run);
			if (onError === 'stopWorkflow') expect(rows).toHaveLength(items.length + 1);
			for (const { json, pairedItem } of rows) {
				const at =
					typeof pairedItem === 'object' && 'item' in pairedItem ? pairedItem.item : items.length;
				if (at < items.length) check(operation, items[at], json);
			}
		}),
		{ numRuns: runs(200) },
	);
}, 120_000);

/** Data of Get QR Codes, and the codes in it in their order. */
const qrCode = fc.oneof(
	fc.stringMatching(/^[A-Za-z0-9:/.?=&_-]{4,40}$/).filter((text) => Number.isNaN(Number(text))),
	fc.stringMatching(/^[1-9][0-9]{5,30}$/),
);

interface QrCodes {
	json: string;
	codes: string[];
}

const { qrCodes } = fc.letrec<{ qrCodes: QrCodes }>((tie) => ({
	qrCodes: fc.oneof(
		{ depthSize: 'small', withCrossShrink: true },
		qrCode.map((text) => ({ json: JSON.stringify(text), codes: [text] })),
		qrCode.map((text) => ({ json: JSON.stringify({ Name: 'n', qrCode: text }), codes: [text] })),
		fc.constantFrom('1e21', '1.0', '12345678901234567890').map((text) => ({
			json: `{"QrCode":${text}}`,
			codes: [text],
		})),
		fc.constantFrom('null', '""', '{}', '[]').map((json) => ({ json, codes: [] })),
		fc.array(tie('qrCodes'), { maxLength: 4 }).map((parts) => ({
			json: `[${parts.map(({ json }) => json).join(',')}]`,
			codes: parts.flatMap(({ codes }) => codes),
		})),
		tie('qrCodes').map(({ json, codes }) => ({
			// A word or a number in a text is a code of its own.
			json: /^[[{"]/.test(json) ? JSON.stringify(json) : json,
			codes,
		})),
	),
}));

test('Get QR Codes gives each code as an item, whatever the shape', async () => {
	let data: QrCodes = { json: 'null', codes: [] };
	const own = await startScripted(() => envelope({ ...NOTHING, json: data.json }));
	await fc.assert(
		fc.asyncProperty(qrCodes, async (given) => {
			data = given;
			const run = await runInWorkflow(new Zhongzhiyou(), {
				credentials: new Credentials(credentialFor(own.url)),
				parameters: { operation: 'getQrCodes', originOrderId: 'a' },
				items: [{}],
			});
			expect(run.data.resultData.error).toBeUndefined();
			expect(outputs(run).map(({ json }) => String(json.QrCode))).toEqual(given.codes);
		}),
		{ numRuns: runs(200) },
	);
	await own.close();
}, 120_000);

/** What IsSuccess and Code may be, and whether together they are clear: the table is in the unit test. */
const isSuccess = fc.constantFrom(
	'true',
	'1',
	'"1"',
	'"True"',
	'false',
	'0',
	'""',
	'null',
	'2',
	'"yes"',
	'"N"',
	'"ok"',
	'{}',
	undefined,
);

const answerCode = fc.constantFrom(
	'1000',
	'"1000"',
	'1',
	'0',
	'500',
	'"E"',
	'200',
	'"SUCCESS"',
	'null',
	'""',
	undefined,
);

/** Data that says nothing of an order or a code, and data that only work makes. */
const answerData = fc.constantFrom('{"Memo":"V-1"}', '{"OrderId":4553010,"VoucherCode":"V-1"}');

const YES = ['true', '1', '"1"', '"True"', '"yes"'];

const NO = ['false', '0', '"N"'];

const SAYS_NOTHING = ['""', 'null', undefined];

test.each(Object.keys(OPERATIONS))(
	'%s is told as done or refused only where IsSuccess and Code say so together',
	async (operation) => {
		let text = '';
		const own = await startScripted(() => ({ text }));
		await fc.assert(
			fc.asyncProperty(isSuccess, answerCode, answerData, async (said, Code, data) => {
				fc.pre(said !== undefined || Code !== undefined);
				const parts = [
					...(said === undefined ? [] : [`"IsSuccess":${said}`]),
					...(Code === undefined ? [] : [`"Code":${Code}`]),
				];
				text = `{${parts.join(',')},"Data":${data},"Message":"m"}`;
				const run = await runInWorkflow(new Zhongzhiyou(), {
					credentials: new Credentials(credentialFor(own.url)),
					parameters: OPERATIONS[operation],
					node: { onError: 'continueRegularOutput' },
					items: [{ id: 1 }],
				});
				const [{ json }] = outputs(run);
				const error = errorIn(json);
				const told =
					error === undefined ? 'done' : error.outcomeUnknown === true ? 'unknown' : 'no';
				const isOk = Code === '1000' || Code === '"1000"';
				const isFailed = Code === '500' || Code === '"E"';
				const isYes = said !== undefined && YES.includes(said);
				const isNo = said !== undefined && NO.includes(said);
				const isNothing = SAYS_NOTHING.includes(said);
				const showsWork = data.includes('OrderId');
				// A new order needs its number.
				const isWhole = operation !== 'create' || showsWork;
				const done = isWhole && ((isYes && !isFailed) || (isNothing && isOk));
				const no = !showsWork && ((isNo && !isOk) || (isNothing && isFailed));
				const expected = done ? 'done' : no ? 'no' : 'unknown';
				expect([said, Code, data, told]).toEqual([said, Code, data, expected]);
				// Where it may be done, what came with it is not lost.
				if (told === 'unknown') expect(JSON.stringify(json)).toContain('V-1');
			}),
			{ numRuns: runs(250) },
		);
		await own.close();
	},
	120_000,
);
