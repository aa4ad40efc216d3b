// The doctor against an API that is not as it should be: the sandbox behind a server that changes what
// it answers. What differs is found, told as harmless or not, and ends nothing before its time.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { recordedCallbacks } from '../../sandbox/callbacks/recorded.mts';
import { Contract } from '../../sandbox/doctor/contract.mts';
import { diagnose } from '../../sandbox/doctor/doctor.mts';
import type { Findings } from '../../sandbox/doctor/differences.mts';
import { isJsonObject, type JsonObject, parseJson } from '../../sandbox/formats/json.mts';
import { alteringProxy, type AlteringProxy, type Change } from '../support/altering-proxy.mts';
import { sandbox, useSandbox } from '../support/sandbox-api.mts';

useSandbox();

const NOBODY = { name: '测试游客', mobile: '13800138000', idCard: '11010519491231002X' };

let proxy: AlteringProxy;
let contract: Contract;

beforeAll(async () => {
	contract = await Contract.read();
	proxy = await alteringProxy(sandbox.baseUrl);
});

afterAll(async () => {
	await proxy.close();
});

const PRODUCTS = '/product/getProductByDistributor';
const PRICES = '/product/getProductPriceByDistributor';

async function findingsWith(change: Change, products = 6): Promise<Findings> {
	proxy.change(change);
	const { partnerId, signKey } = sandbox.identity;
	return await diagnose({
		contract,
		account: { baseUrl: proxy.baseUrl, partnerId, signKey },
		products,
		order: { productId: '20011', visitor: NOBODY },
	});
}

/** The differences as kind, place and verdict. */
function told({ differences }: Findings): string[] {
	return differences.map(({ kind, place, operation, harmless }) =>
		[kind, place === '' ? operation : place, harmless ? 'harmless' : 'matters'].join(' '),
	);
}

/** Changes the answers of one path that are of the sandbox's own success. */
function changing(path: string, change: (answer: JsonObject, data: JsonObject) => unknown): Change {
	return (passing) => {
		const answer = parseJson(passing.text);
		if (passing.path !== path || !isJsonObject(answer) || answer.IsSuccess !== true) return {};
		change(answer, isJsonObject(answer.Data) ? answer.Data : {});
		return { text: JSON.stringify(answer) };
	};
}

function each(list: unknown, change: (entry: JsonObject) => unknown): void {
	for (const entry of Array.isArray(list) ? list : []) if (isJsonObject(entry)) change(entry);
}

const inProducts = (change: (product: JsonObject) => unknown) =>
	changing(PRODUCTS, (_answer, data) => each(data.Products, change));

const inRows = (change: (row: JsonObject) => unknown) =>
	changing(PRICES, (_answer, data) => each(data.DailyPriceStock, change));

const inSeats = (change: (seat: JsonObject) => unknown) =>
	inRows((row) => each(row.ProductSeats, change));

describe('a member', () => {
	it.each<[string, Change, string]>([
		[
			'that is not known',
			inProducts((one) => (one.Rating = 5)),
			'unknown Data.Products[].Rating harmless',
		],
		[
			'that is missing and not needed',
			inProducts((one) => delete one.OutId),
			'missing Data.Products[].OutId harmless',
		],
		[
			'that is missing and needed',
			inRows((row) => delete row.Price),
			'missing Data.DailyPriceStock[].Price matters',
		],
		[
			'that is null and not needed',
			inProducts((one) => (one.ScenicSpots = null)),
			'null Data.Products[].ScenicSpots harmless',
		],
		[
			'that is null and needed',
			inRows((row) => (row.Price = null)),
			'null Data.DailyPriceStock[].Price matters',
		],
		[
			'with a code that is not known',
			inProducts((one) => (one.EffectiveTimeMode = 7)),
			'code-value Data.Products[].EffectiveTimeMode matters',
		],
		[
			'of another type, not needed',
			inProducts((one) => (one.ScenicSpots = { a: 1 })),
			'other-shape Data.Products[].ScenicSpots harmless',
		],
		[
			'of another type, needed',
			inRows((row) => (row.Price = 'free')),
			'other-shape Data.DailyPriceStock[].Price matters',
		],
		[
			'that is a time the nodes do not need',
			inProducts((one) => (one.BookingTime = '')),
			'time-format Data.Products[].BookingTime harmless',
		],
		[
			'with letters where digits are',
			changing(PRODUCTS, (answer) => (answer.LogId = 'abc')),
			'text-format LogId harmless',
		],
		[
			'in ISO form',
			inRows((row) => (row.BeginTime = `${String(row.BeginTime)}T00:00:00`)),
			'date-format Data.DailyPriceStock[].BeginTime harmless',
		],
	])('%s', async (_what, change, expected) => {
		expect(told(await findingsWith(change))).toEqual([expected]);
	});

	it.each<[string, Change, string, string]>([
		[
			'below its range',
			inSeats((seat) => (seat.SeatsNum = -1)),
			'range Data.DailyPriceStock[].ProductSeats[].SeatsNum matters',
			'refused createOrder matters',
		],
		[
			'that is a time which nobody can read',
			inSeats((seat) => (seat.SeatsStartTime = 'nine')),
			'time-format Data.DailyPriceStock[].ProductSeats[].SeatsStartTime matters',
			'refused verifyOrder matters',
		],
	])('%s cannot be ordered', async (_what, change, ...expected) => {
		expect(told(await findingsWith(change))).toEqual(expected);
	});

	it('that is a date which nobody can read sells nothing', async () => {
		const findings = await findingsWith(inRows((row) => (row.BeginTime = '1/5/2026')));
		expect(told(findings)).toEqual(
			expect.arrayContaining([
				'date-format Data.DailyPriceStock[].BeginTime matters',
				'days getProductPriceByDistributor matters',
			]),
		);
	});

	it('with a price type that is not known sells nothing', async () => {
		const findings = await findingsWith(inRows((row) => (row.PriceType = 4)));
		expect(told(findings)).toContain('code-value Data.DailyPriceStock[].PriceType matters');
		expect(findings.differences.find(({ kind }) => kind === 'code-value')?.came).toBe('4');
	});
});

describe('the envelope', () => {
	it('without IsSuccess is read by its Code', async () => {
		const findings = await findingsWith(changing(PRODUCTS, (answer) => delete answer.IsSuccess));
		expect(told(findings)).toEqual(['missing IsSuccess harmless']);
	});

	it('that says success with another HTTP status matters', async () => {
		const findings = await findingsWith(({ path, number }) =>
			path === PRICES && number > 8 ? { status: 206 } : {},
		);
		expect(told(findings)).toContain('http-status getProductPriceByDistributor matters');
	});

	it.each<[string, Change]>([
		['a page of another server', () => ({ status: 502, text: '<html>Bad Gateway</html>' })],
		[
			'a redirect',
			() => ({ status: 302, text: '', headers: { Location: 'https://example.com/' } }),
		],
		['JSON that is no envelope', () => ({ text: '{"error":"x"}' })],
		['a list', () => ({ text: '[]' })],
	])('in whose place comes %s', async (_what, change) => {
		const findings = await findingsWith(change);
		expect(told(findings)).toEqual(['not-an-answer getProductByDistributor matters']);
		expect(findings.looked).toBe(0);
	});

	it('that does not come at all', async () => {
		const findings = await findingsWith(() => undefined);
		expect(told(findings)).toEqual(['no-answer getProductByDistributor matters']);
	});

	it('without its data ends the questions, not the report', async () => {
		const findings = await findingsWith(changing(PRODUCTS, (answer) => delete answer.Data));
		expect(told(findings)).toContain('missing Data matters');
	});

	it.each<[string, (data: JsonObject) => unknown, string[]]>([
		['in a list', (data) => [data], ['list-for-one Data harmless']],
		['as JSON text', (data) => JSON.stringify(data), ['json-text Data harmless']],
		[
			'as JSON text of a list',
			(data) => JSON.stringify([data]),
			['json-text Data harmless', 'list-for-one Data harmless'],
		],
	])('with its data %s is read', async (_what, wrap, expected) => {
		const findings = await findingsWith(
			changing(PRICES, (answer, data) => (answer.Data = parseJson(JSON.stringify(wrap(data))))),
		);
		expect(told(findings)).toEqual(expected);
		expect(findings.seen).toContain('An order was placed and cancelled.');
	});

	it('with two in the place of its data matters', async () => {
		const findings = await findingsWith(
			changing(PRODUCTS, (answer, data) => (answer.Data = [data, data])),
		);
		expect(told(findings)).toContain('other-shape Data matters');
	});

	it('that breaks off for some prices leaves the others', async () => {
		const findings = await findingsWith(({ path, query }) =>
			path === PRICES && query.get('productId') === '3' ? undefined : {},
		);
		expect(told(findings)).toEqual(['no-answer getProductPriceByDistributor matters']);
		expect(findings.seen).toContain('An order was placed and cancelled.');
	});
});

describe('the signature', () => {
	it('that is refused ends it', async () => {
		proxy.change(() => ({}));
		const { partnerId } = sandbox.identity;
		const account = { baseUrl: proxy.baseUrl, partnerId, signKey: 'wrong' };
		const findings = await diagnose({ account });
		expect(told(findings)).toEqual(['signature-refused getProductByDistributor matters']);
		expect(findings.differences[0].came).toBe('HTTP 200, Code 401, words about the signature');
	});

	it('that is wrong and accepted matters', async () => {
		const findings = await findingsWith(({ number }) =>
			number === 2 ? { text: PAGE_OF_ONE, status: 200 } : {},
		);
		expect(told(findings)).toEqual(['wrong-signature-accepted getProductByDistributor matters']);
	});

	it('that is wrong and refused in other words is harmless', async () => {
		const text = JSON.stringify({ Code: 9, IsSuccess: false, LogId: '1', Message: '暗号不对' });
		const findings = await findingsWith(({ number }) => (number === 2 ? { text } : {}));
		expect(told(findings)).toEqual(['refusal-words getProductByDistributor harmless']);
	});

	it.each([
		[60, 'harmless'],
		[-60, 'harmless'],
		[3600, 'matters'],
		[-3600, 'matters'],
	])('by a clock that is %d seconds off is %s', async (seconds, verdict) => {
		const date = new Date(Date.now() + seconds * 1000).toUTCString();
		const findings = await findingsWith(() => ({ headers: { Date: date } }), 1);
		expect(told(findings)).toEqual([`clock getProductByDistributor ${verdict}`]);
		expect(findings.differences[0].came).toMatch(
			seconds > 0 ? /behind the server/ : /ahead of the server/,
		);
	});
});

const PAGE_OF_ONE = JSON.stringify({
	Data: { Products: [], TotalCount: 0 },
	Code: 1000,
	IsSuccess: true,
	LogId: '1',
	Message: '',
});

describe('pages', () => {
	it('that begin with 0 show the first twice', async () => {
		const findings = await findingsWith(({ path, query }) => {
			if (path !== PRODUCTS || query.get('pageIndex') !== '2' || query.get('pageSize') !== '2')
				return {};
			return { text: answersOfFirstPage };
		});
		expect(told(findings)).toEqual(['paging getProductByDistributor matters']);
	});

	it('that together are fewer than TotalCount says', async () => {
		const more = (_answer: JsonObject, data: JsonObject) =>
			(data.TotalCount = Number(data.TotalCount) + 3);
		expect(told(await findingsWith(changing(PRODUCTS, more)))).toEqual([
			'paging getProductByDistributor matters',
		]);
	});

	let answersOfFirstPage = '';

	beforeAll(async () => {
		await findingsWith((passing) => {
			if (passing.query.get('pageIndex') === '1' && passing.query.get('pageSize') === '2') {
				answersOfFirstPage = passing.text;
			}
			return {};
		}, 1);
	});

	it('of an account without products are told', async () => {
		const none = (_answer: JsonObject, data: JsonObject) =>
			Object.assign(data, { Products: [], TotalCount: 0 });
		const findings = await findingsWith(changing(PRODUCTS, none));
		expect(told(findings)).toEqual([]);
		expect(findings.notChecked).toContain('Products and prices: the account has none.');
	});

	it('that ignore which product is asked for', async () => {
		const findings = await findingsWith(({ query }) =>
			query.get('productId') === '3' && query.get('pageSize') === '1' ? { text: PAGE_OF_ONE } : {},
		);
		expect(told(findings)).toEqual(['one-product getProductByDistributor matters']);
	});
});

describe('prices', () => {
	it('that are refused for a product are told', async () => {
		const text = JSON.stringify({ Code: 0, IsSuccess: false, LogId: '1', Message: '暂无价格' });
		const findings = await findingsWith(({ path, query }) =>
			path === PRICES && query.get('productId') === '3' ? { text } : {},
		);
		expect(told(findings)).toEqual(['refused getProductPriceByDistributor harmless']);
	});

	it('that change when one day is asked for', async () => {
		const findings = await findingsWith((passing) => {
			const { query } = passing;
			const isOneDay =
				query.get('StartTime') !== null && query.get('StartTime') === query.get('EndTime');
			return isOneDay ? inRows((row) => (row.Price = Number(row.Price) + 1))(passing) : {};
		});
		expect(told(findings)).toEqual(['days getProductPriceByDistributor matters']);
	});
});

describe('the order', () => {
	const REFUSAL = JSON.stringify({ Code: 0, IsSuccess: false, LogId: '1', Message: '库存不足' });

	it('that does not pass the check is not placed', async () => {
		const findings = await findingsWith(({ path }) =>
			path === '/order/Verify' ? { text: REFUSAL } : {},
		);
		expect(told(findings)).toEqual(['refused verifyOrder matters']);
		expect(sandbox.upstream.orders.all()).toEqual([]);
	});

	it('that may have been placed is named', async () => {
		const findings = await findingsWith(({ path }) => (path === '/order/Create' ? undefined : {}));
		expect(told(findings)).toEqual(['no-answer createOrder matters']);
		const [order] = sandbox.upstream.orders.all();
		expect(findings.notes.join()).toContain(
			`not known whether order ${order.originOrderId} was placed`,
		);
	});

	it.each<[string, Change]>([
		['is refused', ({ path }) => (path === '/order/CancelOrder' ? { text: REFUSAL } : {})],
		['is not answered', ({ path }) => (path === '/order/CancelOrder' ? undefined : {})],
	])('whose cancellation %s is named', async (_what, change) => {
		const findings = await findingsWith(change);
		expect(told(findings)).toHaveLength(1);
		const [order] = sandbox.upstream.orders.all();
		expect(findings.notes.join()).toContain(`Order ${order.orderId} is NOT cancelled`);
	});

	it('of a product that cannot be booked is not placed', async () => {
		proxy.change(() => ({}));
		const { partnerId, signKey } = sandbox.identity;
		const account = { baseUrl: proxy.baseUrl, partnerId, signKey };
		const order = { productId: '424242', visitor: NOBODY };
		const findings = await diagnose({ account, products: 1, order });
		expect(told(findings)).toContain('refused createOrder matters');
	});
});

describe('callbacks', () => {
	async function findingsOf(body: string): Promise<string[]> {
		const callbacks = recordedCallbacks([{ headers: {}, path: '/x', body }]);
		const account = { baseUrl: 'http://127.0.0.1:9', partnerId: '1', signKey: 'k' };
		const findings = await diagnose({ account, callbacks });
		return told(findings).filter((one) => !one.startsWith('no-answer'));
	}

	const NOTICE = { ProductId: 3, Status: 1 };

	const notify = (service: string, notice: unknown) =>
		JSON.stringify({
			OrderNotifyHeader: { PartnerId: 9258, NotifyServiceName: service },
			OrderNotifyBody: typeof notice === 'string' ? notice : JSON.stringify(notice),
		});

	it.each<[string, string, string[]]>([
		['as they should be', notify('order_product_notify', { ProductId: 3, Status: 1 }), []],
		[
			'whose status is not known',
			notify('order_product_notify', { ProductId: 3, Status: 9 }),
			['code-value Status matters'],
		],
		[
			'with more than is known',
			notify('order_product_notify', { ProductId: 3, Status: 1, Extra: 'x' }),
			['unknown Extra harmless'],
		],
		[
			'of another service',
			notify('order_settlement_notify', {}),
			['code-value OrderNotifyHeader.NotifyServiceName harmless', 'unknown callback harmless'],
		],
		['that are no JSON', '{', ['callback callback matters']],
		['without a header', '{"OrderNotifyBody":"{}"}', ['callback callback matters']],
		[
			'whose notice is no JSON',
			notify('order_product_notify', '{'),
			['callback order_product_notify matters'],
		],
		[
			'whose notice is no text',
			'{"OrderNotifyHeader":{"PartnerId":1,"NotifyServiceName":"order_product_notify"},"OrderNotifyBody":{"ProductId":3,"Status":1}}',
			['other-shape OrderNotifyBody harmless'],
		],
		[
			'whose notice is text of JSON text',
			notify('order_product_notify', JSON.stringify(JSON.stringify(NOTICE))),
			['json-text OrderNotifyBody harmless'],
		],
		[
			'whose notice is in a list',
			notify('order_product_notify', [NOTICE]),
			['list-for-one OrderNotifyBody harmless'],
		],
		[
			'with two notices',
			notify('order_product_notify', [NOTICE, NOTICE]),
			['callback order_product_notify matters'],
		],
		[
			'whose header is JSON text',
			JSON.stringify({
				OrderNotifyHeader: '{"PartnerId":1,"NotifyServiceName":"order_product_notify"}',
				OrderNotifyBody: JSON.stringify(NOTICE),
			}),
			['json-text OrderNotifyHeader harmless'],
		],
		[
			'that are JSON text as a whole',
			JSON.stringify(notify('order_product_notify', NOTICE)),
			['json-text order_product_notify harmless'],
		],
	])('%s', async (_what, body, expected) => {
		expect(await findingsOf(body)).toEqual(expected);
	});
});

describe('the command', () => {
	interface Run {
		code: number | null;
		stdout: string;
		stderr: string;
	}

	async function doctor(args: string[]): Promise<Run> {
		const flags = ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', 'sandbox/cli.mts', 'doctor'];
		const child = spawn(process.execPath, [...flags, ...args], {
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		const run: Run = { code: null, stdout: '', stderr: '' };
		child.stdout.on('data', (text) => (run.stdout += String(text)));
		child.stderr.on('data', (text) => (run.stderr += String(text)));
		await once(child, 'close');
		return { ...run, code: child.exitCode };
	}

	const credential = () => {
		const { partnerId, signKey } = sandbox.identity;
		return ['--base-url', proxy.baseUrl, '--partner', partnerId, '--key', signKey];
	};

	it('ends with 0 where nothing differs that matters, and writes a report', async () => {
		proxy.change(inProducts((one) => (one.Rating = 5)));
		const folder = await mkdtemp(join(tmpdir(), 'zzy-doctor-'));
		try {
			const callbacks = join(folder, 'callbacks.json');
			const notice = '{"OrderId":"20205225556333222221","RefundApplyNo":"","RefundStatus":1}';
			await writeFile(callbacks, JSON.stringify({ service: 'order_refund_notify', body: notice }));
			const file = join(folder, 'report.md');
			const args = [...credential(), '--products', '2', '--report', file, '--callbacks', callbacks];
			const run = await doctor(args);
			expect(run).toMatchObject({ code: 0, stderr: '' });
			expect(run.stdout).toContain('harmless  members that are not known');
			const report = await readFile(file, 'utf8');
			expect(report).toContain(
				'| members that are not known | `getProductByDistributor: Data.Products[].Rating` |',
			);
			for (const secret of [sandbox.identity.signKey, proxy.baseUrl, '20205225556333222221']) {
				expect(report).not.toContain(secret);
			}
		} finally {
			await rm(folder, { recursive: true });
		}
	});

	it('ends with 1 where something matters', async () => {
		proxy.change(inRows((row) => (row.PriceType = 4)));
		expect(await doctor([...credential(), '--products', '1'])).toMatchObject({
			code: 1,
			stdout: expect.stringContaining('MATTERS   a code that is not known: 4'),
		});
	});

	it('ends with 2 where nothing answers', async () => {
		const args = ['--base-url', 'http://127.0.0.1:9', '--partner', '1', '--key', 'k'];
		expect(await doctor(args)).toMatchObject({ code: 2 });
	});

	it.each([
		[['--partner', '1', '--key', 'k'], '--base-url is missing'],
		[['--base-url', 'ftp://x', '--partner', '1', '--key', 'k'], 'must be an http or https URL'],
		[['--base-url', 'http://x', '--partner', 'x', '--key', 'k'], '--partner must be digits'],
		[['--base-url', 'http://x', '--partner', '1'], '--key is missing'],
		[
			['--base-url', 'http://x', '--partner', '1', '--key', 'k', '--order', 'x'],
			'--order must be digits',
		],
		[
			['--base-url', 'http://x', '--partner', '1', '--key', 'k', '--callbacks', 'none'],
			'cannot be read',
		],
		[['--colour'], "Unknown option '--colour'"],
	])('refuses %j with 2', async (args, message) => {
		expect(await doctor(args)).toMatchObject({ code: 2, stderr: expect.stringContaining(message) });
	});
});
