// The API of a sandbox of the test's own, called and held against the contract.
import { DateTime } from 'luxon';

import { isJsonObject } from '../../sandbox/formats/json.mts';
import { startSandbox, type Sandbox } from '../../sandbox/sandbox.mts';
import { createContractChecks, type ContractChecks } from '../../sandbox/testing/checks.mts';
import {
	call,
	control,
	type ClientAnswer,
	type ClientRequest,
} from '../../sandbox/testing/client.mts';
import { closingAfterAll } from './closing.mts';

/** The products of sandbox/README.md by what they are for. */
export const PRODUCT = {
	group: 3,
	person: 165325,
	sessions: 11063,
	dailyLimit: 20001,
	totalLimit: 20002,
	nonRefundable: 20003,
	offShelf: 20004,
	later: 20005,
	laterPerson: 20006,
	issueFails: 20007,
	reviewByHand: 20008,
	refundAtOnce: 20009,
	refundRejected: 20010,
	seasons: 20012,
	bookAhead: 20013,
	fourAtMost: 20014,
	visitorsNeeded: 20015,
	payFails: 20016,
	noBalance: 20017,
	rowPerSession: 20019,
	layers: 20020,
	bundle: 20099,
} as const;

const CHINA = 'Asia/Shanghai';
/** A day from today in China, yyyy-MM-dd. */
export const day = (offset: number) =>
	DateTime.now().setZone(CHINA).plus({ days: offset }).toFormat('yyyy-MM-dd');

export const ID_CARDS = ['330103199001011230', '330103199002022345', '33010319900303345X'];

export let sandbox: Sandbox;
export let checks: ContractChecks;
let orderNumber = 0;

/** Gives the tests of a file a sandbox in which nothing happens by itself, as new before each. */
export function useSandbox(): void {
	const closing = closingAfterAll();

	beforeAll(async () => {
		checks = await createContractChecks();
		sandbox = await closing(
			startSandbox({ settings: { issueDelayMs: null, reviewDelayMs: null } }),
		);
	});

	beforeEach(async () => {
		await control(sandbox, 'POST', '/reset');
	});
}

/** Calls an operation and holds the answer against the contract. */
export async function ask(operationId: string, request: ClientRequest): Promise<ClientAnswer> {
	const answer = await call(sandbox, request);
	expect(checks.answer(operationId, answer.status, JSON.parse(answer.text))).toEqual([]);
	return answer;
}

export function dataOf({ body }: ClientAnswer) {
	if (!isJsonObject(body.Data)) throw new Error(`No data: ${JSON.stringify(body)}`);
	return body.Data;
}

export function people(count: number) {
	return ID_CARDS.slice(0, count).map((IdCard, index) => ({
		Name: `游客${index + 1}`,
		Mobile: `1381234567${index}`,
		IdCard,
	}));
}

export function orderFor(productId: number, changes: object = {}) {
	orderNumber += 1;
	return {
		PartnerId: 9258,
		OriginOrderId: `T${orderNumber}`,
		ContactPerson: { Name: '张三', Mobile: '13812345678', IdCard: ID_CARDS[0] },
		ProductId: productId,
		OrderQuantity: 2,
		VisitDate: day(1),
		VisitPerson: people(2),
		...changes,
	};
}

export async function create(productId: number, changes: object = {}) {
	return await ask('createOrder', { path: '/order/Create', body: orderFor(productId, changes) });
}

export async function createId(productId: number, changes: object = {}): Promise<number> {
	return Number(dataOf(await create(productId, changes)).OrderId);
}

export async function pay(orderId: number, changes: object = {}) {
	const body = { PartnerId: 9258, OrderId: orderId, ...changes };
	return await ask('payOrder', { path: '/order/Pay', body });
}

export async function paidId(productId: number, changes: object = {}): Promise<number> {
	const orderId = await createId(productId, changes);
	expect((await pay(orderId)).body.IsSuccess).toBe(true);
	return orderId;
}

export async function refund(orderId: number, changes: object = {}) {
	orderNumber += 1;
	const body = {
		PartnerId: 9258,
		OrderId: orderId,
		RefundCount: 1,
		RefundId: `R${orderNumber}`,
		...changes,
	};
	return await ask('refundOrder', { path: '/order/Refund', body });
}

export async function cancel(orderId: number) {
	return await ask('cancelOrder', { path: `/order/CancelOrder?orderId=${orderId}` });
}

export async function verify(productId: number, changes: object = {}) {
	const body = {
		PartnerId: 9258,
		ProductId: productId,
		VisitDate: `${day(1)} 09:30:00`,
		OrderUsers: people(2).map(({ Name, Mobile, IdCard }) => ({
			UserName: Name,
			Mobile,
			CardID: IdCard,
			CardType: 0,
		})),
		...changes,
	};
	return await ask('verifyOrder', { path: '/order/Verify', body });
}

export async function products(query: string) {
	const path = `/product/getProductByDistributor?${query}`;
	return dataOf(await ask('getProductByDistributor', { method: 'GET', path }));
}

export async function priceRows(productId: number, from: string, to: string) {
	const path = `/product/getProductPriceByDistributor?StartTime=${from}&EndTime=${to}&productId=${productId}`;
	const data = dataOf(await ask('getProductPriceByDistributor', { method: 'GET', path }));
	if (!Array.isArray(data.DailyPriceStock)) throw new Error('No rows');
	return data.DailyPriceStock.filter(isJsonObject);
}

export async function qrCodes(originOrderId: string) {
	const path = `/order/PersonQrCodes?originOrderId=${originOrderId}`;
	return await ask('personQrCodes', { method: 'GET', path });
}

export async function orderState(orderId: number) {
	return (await control(sandbox, 'GET', `/orders/${orderId}`)).body;
}
