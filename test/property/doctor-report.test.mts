// The doctor's report can go into a public issue: whatever the API answers, wherever it puts people's
// data, and in whatever words it refuses, none of it and no key stands in the report.
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';

import { recordedCallbacks } from '../../sandbox/callbacks/recorded.mts';
import { Contract } from '../../sandbox/doctor/contract.mts';
import { diagnose } from '../../sandbox/doctor/doctor.mts';
import { reportOf, tableOf } from '../../sandbox/doctor/report.mts';
import { addDays, chinaDate } from '../../sandbox/formats/china-time.mts';
import { runs } from '../support/runs.mts';

/** The texts of the answers, one for each request. */
let answers: Array<{ status: number; text: string }> = [];
let asked = 0;
let server: Server;
let baseUrl: string;

beforeAll(async () => {
	server = createServer((incoming, response) => {
		incoming.resume().on('end', () => {
			const { status, text } = answers[asked++ % answers.length];
			response.writeHead(status, { 'Content-Type': 'application/json' }).end(text);
		});
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	baseUrl = `http://127.0.0.1:${port}`;
});

afterAll(() => {
	server.close();
	server.closeAllConnections();
});

const digits = (pattern: RegExp) => fc.stringMatching(pattern);

const name = fc.oneof(
	fc.stringMatching(/^[王李张刘陈杨赵黄周吴][一-龥]{1,3}$/),
	fc.stringMatching(/^(Wang|Zhang|Zhao|Huang) ?[A-Z][a-z]{2,8}$/),
);

const person = fc.record({
	name,
	mobile: digits(/^1[3-9][0-9]{9}$/),
	idCard: digits(/^[1-9][0-9]{16}[0-9X]$/),
	code: digits(/^20[0-9]{17,22}(-[1-9])?$/),
});

type Person = { name: string; mobile: string; idCard: string; code: string };

const key = fc.oneof(digits(/^[0-9a-f]{32}$/), fc.stringMatching(/^[A-Za-z0-9+/]{16,40}$/));

/** Members under which the API puts people's data, in whatever case. */
const PERSONAL = [
	'Name',
	'UserName',
	'Mobile',
	'IdCard',
	'idCardNo',
	'voucherCode',
	'QrCode',
	'OriginOrderId',
];

const OTHER = [
	'Data',
	'Products',
	'ProductId',
	'productName',
	'Price',
	'BeginTime',
	'Memo',
	'OutId',
	'Code',
	'OrderStatus',
];

const today = chinaDate(Date.now());

/** Anything, with a person's data anywhere in it, as names of members too. */
function anything(people: Person[]): fc.Arbitrary<unknown> {
	const texts = people.flatMap((one) => Object.values(one));
	const text = fc.constantFrom(...texts);
	return fc.letrec((tie) => ({
		value: fc.oneof(
			{ maxDepth: 3 },
			text,
			fc.tuple(text, text).map(([one, other]) => `游客${one}的${other}有误: ${one}`),
			fc.constantFrom(null, true, 0, 7, 88.5, '', '9:00', today, '1/5/2026'),
			fc.array(tie('value'), { maxLength: 3 }),
			fc.dictionary(fc.oneof(fc.constantFrom(...PERSONAL, ...OTHER), text), tie('value'), {
				maxKeys: 4,
			}),
		),
	})).value;
}

/** A value in what may be wrapped around it: a list of one, JSON text, or both. */
function wrapped(value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
	const layers = fc.array(fc.constantFrom('list', 'text'), { maxLength: 3 });
	return fc
		.tuple(value, fc.oneof({ weight: 2, arbitrary: fc.constant([]) }, layers))
		.map(([inner, around]) =>
			around.reduce<unknown>(
				(within, layer) => (layer === 'list' ? [within] : JSON.stringify(within)),
				inner,
			),
		);
}

/** An answer that leads on, with something else in the place of some of its members. */
function answer(people: Person[]): fc.Arbitrary<{ status: number; text: string }> {
	const value = anything(people);
	const message = fc
		.constantFrom(...people)
		.map(({ name: who, mobile, code }) => `签名错误 ${who} ${mobile} 入园凭证${code}`);
	const product = {
		ProductId: 3,
		ProductName: '门票',
		EntranceMode: 1,
		CustomerSet: 1,
		BookingTime: '18:00',
	};
	const row = {
		PriceType: 1,
		Price: 88.5,
		BeginTime: today,
		EndTime: addDays(today, 40),
		DailyStock: 0,
	};
	const spoilt = (object: object) =>
		fc
			.tuple(
				fc.dictionary(fc.constantFrom(...Object.keys(object), ...PERSONAL), value, { maxKeys: 2 }),
				fc.dictionary(fc.constantFrom(...people.flatMap((one) => Object.values(one))), value, {
					maxKeys: 1,
				}),
			)
			.map(([changes, more]) => ({ ...object, ...changes, ...more }));
	return fc
		.record({
			// All that any of the operations asks for, so that most questions lead to the next.
			Data: wrapped(
				fc.oneof(
					{
						weight: 6,
						arbitrary: fc
							.tuple(
								fc.array(spoilt(product), { minLength: 1, maxLength: 2 }),
								fc.array(spoilt(row), { minLength: 1, maxLength: 2 }),
							)
							.map(([Products, DailyPriceStock]) => ({
								Products,
								TotalCount: Products.length,
								DailyPriceStock,
								OrderId: people[0].code,
								OriginOrderId: people[0].mobile,
							})),
					},
					{ weight: 1, arbitrary: value },
				),
			),
			Code: fc.oneof(
				{ weight: 5, arbitrary: fc.constantFrom(1000, 0, 401) },
				{ weight: 1, arbitrary: value },
			),
			IsSuccess: fc.oneof(
				{ weight: 8, arbitrary: fc.constant(true) },
				{ weight: 1, arbitrary: fc.constantFrom(false, 'true') },
			),
			LogId: fc.oneof(fc.constant('123'), value),
			Message: fc.oneof(message, value),
			status: fc.constantFrom(200, 200, 200, 200, 401, 500),
		})
		.map(({ status, ...body }) => ({ status, text: JSON.stringify(body) }));
}

const callback = (people: Person[]) =>
	fc
		.tuple(
			anything(people),
			fc.constantFrom(
				'order_ticket_notify',
				'order_refund_notify',
				...people.map((one) => one.name),
			),
			fc.constantFrom(...people),
		)
		.chain(([notice, service, one]) => {
			const header = { PartnerId: one.mobile, NotifyServiceName: service };
			const body = { OrderId: one.code, [one.name]: one.idCard, VoucherCode: notice };
			return fc
				.record({
					OrderNotifyHeader: wrapped(fc.constant(header)),
					OrderNotifyBody: wrapped(fc.constant(JSON.stringify(body))),
				})
				.map((sent) => ({
					headers: { partnerid: one.mobile },
					path: `/${one.code}`,
					body: JSON.stringify(sent),
				}));
		});

const story = fc.array(person, { minLength: 2, maxLength: 3 }).chain((people) =>
	fc.record({
		people: fc.constant(people),
		signKey: key,
		answers: fc.array(answer(people), { minLength: 4, maxLength: 14 }),
		callbacks: fc.array(callback(people), { maxLength: 2 }),
	}),
);

test('nothing of anybody and no key is in the report, nor in the table', async () => {
	const contract = await Contract.read();
	let reached = 0;
	await fc.assert(
		fc.asyncProperty(story, async ({ people, signKey, answers: given, callbacks }) => {
			answers = given;
			asked = 0;
			const [visitor] = people;
			const findings = await diagnose({
				contract,
				account: { baseUrl, partnerId: '9258', signKey },
				order: { productId: '3', visitor },
				callbacks: recordedCallbacks(callbacks),
			});
			if (findings.looked > 6) reached += 1;
			const context = { version: '0.1.0', baseUrl, hasOrder: true, now: Date.now() };
			for (const shown of [reportOf(findings, context), tableOf(findings)]) {
				const told = [signKey, ...people.flatMap((one) => Object.values(one))];
				expect(told.filter((secret) => shown.includes(secret))).toEqual([]);
			}
			expect(reportOf(findings, context)).not.toContain(baseUrl);
		}),
		{ numRuns: runs(200) },
	);
	// Or the property would hold of nothing.
	expect(reached).toBeGreaterThan(20);
}, 120_000);
