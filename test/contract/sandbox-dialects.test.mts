// What the sandbox says over HTTP in each dialect; that nothing is lost by it is in test/property.
import { buildCallback } from '../../sandbox/callbacks/callback.mts';
import { EVENT_NAMES } from '../../sandbox/callbacks/samples.mts';
import { ALL_DIALECTS, DIALECT_NAMES, readDialects } from '../../sandbox/dialects/index.mts';
import { isJsonObject, parseJson } from '../../sandbox/formats/json.mts';
import { DEFAULT_SIGN_KEY } from '../../sandbox/identity.mts';
import { call, control, type ClientRequest } from '../../sandbox/testing/client.mts';
import { plainForm } from '../support/plain-form.mts';
import { PRODUCT, day, orderFor, people, sandbox, useSandbox } from '../support/sandbox-api.mts';

useSandbox();

afterEach(async () => {
	await speakOnly();
});

async function speakOnly(...dialects: string[]): Promise<void> {
	const { status, text } = await control(sandbox, 'POST', '/settings', { dialects });
	if (status !== 200) throw new Error(text);
}

/** The exact text of an answer. */
async function said(path: string, body?: object): Promise<string> {
	const request: ClientRequest = body === undefined ? { method: 'GET', path } : { path, body };
	return (await call(sandbox, request)).text;
}

async function ordered(
	productId: number,
	changes: object = {},
): Promise<{ PartnerId: number; OrderId: number }> {
	const { body } = await call(sandbox, {
		path: '/order/Create',
		body: orderFor(productId, changes),
	});
	if (!isJsonObject(body.Data)) throw new Error(`Not ordered: ${JSON.stringify(body)}`);
	return { PartnerId: 9258, OrderId: Number(body.Data.OrderId) };
}

const one = { OrderQuantity: 1, VisitPerson: people(1) };
const prices = (productId: number) =>
	`/product/getProductPriceByDistributor?StartTime=${day(1)}&EndTime=${day(1)}&productId=${productId}`;

describe('answers', () => {
	it('have names in camel case', async () => {
		await speakOnly('camel-case');
		const refused = await said('/order/Pay', { PartnerId: 9258, OrderId: 1 });
		expect(refused).toMatch(
			/^\{"code":0,"isSuccess":false,"logId":"\d+","message":"订单不存在"\}$/,
		);
		await speakOnly();
		const order = await ordered(PRODUCT.person);
		await speakOnly('camel-case');
		const paid = await said('/order/Pay', order);
		expect(paid).toMatch(
			/"orderUserVouchers":\[\{"idCardNo":"\d+","voucherCode":"\d{21}","mobile":/,
		);
	});

	it('have dates with slashes, or in milliseconds', async () => {
		const slashed = day(1).split('-').map(Number).join('/');
		await speakOnly('slash-dates');
		expect(await said(prices(PRODUCT.sessions))).toContain(`"BeginTime":"${slashed}"`);
		const millis = Date.parse(`${day(1)}T00:00:00+08:00`);
		await speakOnly('ms-dates');
		expect(await said(prices(PRODUCT.sessions))).toContain(`"Time":"/Date(${millis})/"`);
	});

	it('have numbers as text and text as numbers', async () => {
		const order = await ordered(PRODUCT.group);
		await speakOnly('text-numbers', 'numeric-text');
		const paid = await said('/order/Pay', order);
		expect(paid).toMatch(/"VoucherCode":\d{21},"OrderUserVouchers":\[\],"OrderStatus":"4"/);
		expect(paid).toMatch(/"PayMoney":"177"\},"Code":"1","IsSuccess":"true","LogId":\d{38},/);
	});

	it('have one object where there would be a list of one', async () => {
		const order = await ordered(PRODUCT.person, one);
		await speakOnly('single-objects');
		expect(await said('/order/Pay', order)).toMatch(/"OrderUserVouchers":\{"IDCardNo":/);
		const product = `/product/getProductByDistributor?productId=${PRODUCT.group}`;
		expect(await said(product)).toContain('"Products":{"ProductId":3,');
		expect(await said(prices(PRODUCT.dailyLimit))).toContain('"DailyPriceStock":{"DailyStock":5,');
		expect(await said('/product/getProductByDistributor')).toContain('"Products":[{');
	});

	it('have a list around the data', async () => {
		await speakOnly('listed-data');
		expect(await said(prices(PRODUCT.dailyLimit))).toContain('"Data":[{"DailyPriceStock":[{');
	});

	it('have codes alone, or objects around them', async () => {
		const order = await ordered(PRODUCT.person);
		await speakOnly('bare-codes');
		expect(await said('/order/Pay', order)).toMatch(/"OrderUserVouchers":\["\d{21}","\d{21}"\]/);
		await speakOnly('wrapped-codes');
		expect(await said('/order/Pay', await ordered(PRODUCT.group))).toMatch(
			/"VoucherCode":\{"OrderVoucherCode":"\d{21}","OrderUserVouchers":\[\]\}/,
		);
	});

	it('have 20 products a page, whatever was asked, and none is lost between pages', async () => {
		const found: unknown[] = [];
		const sizes: number[] = [];
		await speakOnly('pages-of-20');
		for (let page = 1; page <= 5; page++) {
			const { body } = await call(sandbox, {
				method: 'GET',
				path: `/product/getProductByDistributor?PAGEINDEX=${page}&pagesize=50`,
			});
			const products =
				isJsonObject(body.Data) && Array.isArray(body.Data.Products) ? body.Data.Products : [];
			sizes.push(products.length);
			found.push(...products.filter(isJsonObject).map(({ ProductId }) => ProductId));
		}
		const { total } = sandbox.upstream.products.page({ index: 1, size: 1 });
		expect(sizes).toEqual([20, 20, 20, total - 60, 0]);
		expect(new Set(found).size).toBe(total);
	});

	it('have hours without a zero and 24:00, which are taken back as they were given', async () => {
		await speakOnly('loose-times');
		const rows = await said(prices(PRODUCT.rowPerSession));
		expect(rows).toContain('"SeatsStartTime":"9:00","SeatsEndTime":"11:30"');
		expect(rows).toContain('"SeatsStartTime":"22:00","SeatsEndTime":"24:00"');
		const late = { BeginPlayTime: '22:00', EndPlayTime: '24:00' };
		const early = { BeginPlayTime: '9:00', EndPlayTime: '11:30' };
		for (const session of [early, late, { BeginPlayTime: '22:00', EndPlayTime: '00:00' }]) {
			await ordered(PRODUCT.rowPerSession, session);
		}
		const codes = sandbox.upstream.orders.all().map(({ session }) => session?.code);
		expect(codes).toEqual(['S0900', 'S2200', 'S2200']);
		await speakOnly();
		await expect(ordered(PRODUCT.rowPerSession, early)).rejects.toThrow('Not ordered');
		await expect(ordered(PRODUCT.rowPerSession, late)).rejects.toThrow('Not ordered');
	});

	it('are the same again when the sandbox is told to speak plainly', async () => {
		const path = `/product/getProductByDistributor?productId=${PRODUCT.group}`;
		const withoutLogId = (text: string) => text.replace(/"LogId":"\d+"/, '');
		const before = await said(path);
		await speakOnly(ALL_DIALECTS);
		expect(await said(path)).not.toBe(before);
		expect(sandbox.settings.dialects).toEqual(DIALECT_NAMES);
		await speakOnly();
		expect(withoutLogId(await said(path))).toBe(withoutLogId(before));
	});
});

describe('callbacks', () => {
	/** What texts of JSON say, one in the other. */
	const opened = (value: unknown): unknown =>
		typeof value === 'string' ? opened(parseJson(value)) : value;

	const options = { url: 'http://127.0.0.1:9/hook', partnerId: '9258', signKey: DEFAULT_SIGN_KEY };

	it.each(EVENT_NAMES)('%s is the same but for how it is written, in every dialect', (event) => {
		const timestamp = 1753756569000;
		const plain = buildCallback(event, { ...options, timestamp });
		const undone = { lowerNames: true, unwrapSingles: true };
		for (const name of DIALECT_NAMES.filter((known) => !known.endsWith('-codes'))) {
			const dialects = readDialects([name]);
			const spoken = buildCallback(event, { ...options, timestamp, dialects });
			expect(spoken.headers).toEqual(plain.headers);
			const [outer, other] = [spoken, plain].map(({ body }) => plainForm(parseJson(body), undone));
			if (!isJsonObject(outer) || !isJsonObject(other)) throw new Error('No object');
			for (const part of ['ordernotifyheader', 'ordernotifybody']) {
				const [inner, otherInner] = [outer, other].map((one) =>
					plainForm(opened(one[part]), undone),
				);
				expect(inner).toEqual(otherInner);
				expect(isJsonObject(inner)).toBe(true);
			}
		}
	});

	it('are sent, and logged, as they are written', async () => {
		const { OrderId: orderId } = await ordered(PRODUCT.group);
		await speakOnly('camel-case', 'text-numbers', 'wrapped-codes', 'single-objects', 'ms-dates');
		sandbox.upstream.tickets.pay({ orderId, unitPrice: undefined, ticketCount: undefined });
		await control(sandbox, 'POST', `/orders/${orderId}/redeem`);
		const [{ body }] = sandbox.callbacks.deliveries();
		expect(body).toMatch(
			/^\{"ticketStatus":"1",.*"voucherCode":\{"voucherCode":"\d{21}"\},.*"checkTime":"\/Date\(\d+\)\/"\}$/,
		);
	});
});
