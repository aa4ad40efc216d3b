// The doctor against the sandbox in every dialect: each dialect's difference is found, and nothing else.
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { type RecordedCallback, recordedCallbacks } from '../../sandbox/callbacks/recorded.mts';
import { ALL_DIALECTS, DIALECT_NAMES } from '../../sandbox/dialects/index.mts';
import { DATES, TIMES_SHOWN } from '../../sandbox/dialects/members.mts';
import { diagnose } from '../../sandbox/doctor/doctor.mts';
import type { Findings, Kind } from '../../sandbox/doctor/differences.mts';
import { dialectHint, hasHarm } from '../../sandbox/doctor/report.mts';
import { startSandbox } from '../../sandbox/sandbox.mts';
import { control } from '../../sandbox/testing/client.mts';
import { until } from '../../harness/until.mts';
import { PRODUCT, paidId, people, sandbox, useSandbox } from '../support/sandbox-api.mts';

useSandbox();

const NOBODY = { name: '测试游客', mobile: '13800138000', idCard: '11010519491231002X' };

let server: Server;
let recorded: object[];

beforeAll(async () => {
	server = createServer((incoming, response) => {
		let body = '';
		incoming.setEncoding('utf8').on('data', (text: string) => (body += text));
		incoming.on('end', () => {
			recorded.push({ headers: incoming.headers, path: incoming.url, body });
			response.end('{"Code":1000,"IsSuccess":true}');
		});
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
});

afterAll(() => {
	server.close();
	server.closeAllConnections();
});

async function speak(dialects: string[]): Promise<void> {
	await control(sandbox, 'POST', '/settings', { dialects });
}

/** A callback of every kind in a dialect, as the trigger would have recorded it. */
async function callbacksIn(dialects: string[]): Promise<RecordedCallback[]> {
	await speak([]);
	recorded = [];
	const { port } = server.address() as AddressInfo;
	sandbox.callbacks.target = { url: `http://127.0.0.1:${port}/hook` };
	const issued = await paidId(PRODUCT.group);
	const later = await paidId(PRODUCT.later);
	const one = { OrderQuantity: 1, VisitPerson: people(1) };
	const persons = [await paidId(PRODUCT.laterPerson), await paidId(PRODUCT.laterPerson, one)];
	await speak(dialects);
	for (const id of [later, ...persons]) await control(sandbox, 'POST', `/orders/${id}/issue`);
	await control(sandbox, 'POST', `/orders/${issued}/redeem`, { count: 1 });
	await control(sandbox, 'POST', `/orders/${issued}/force-refund`, { count: 1 });
	await control(sandbox, 'POST', `/products/${PRODUCT.group}/price-changed`);
	await until('six callbacks', 10_000, async () => (recorded.length === 6 ? true : undefined), 10);
	sandbox.callbacks.target = undefined;
	return recordedCallbacks(recorded);
}

async function findingsIn(dialects: string[]): Promise<Findings> {
	const callbacks = await callbacksIn(dialects);
	const { baseUrl, identity } = sandbox;
	return await diagnose({
		account: { baseUrl, partnerId: identity.partnerId, signKey: identity.signKey },
		order: { productId: '20011', visitor: NOBODY },
		callbacks,
	});
}

/** The kinds that were found, each with the members and forms of it. */
function found(findings: Findings): Map<Kind, { members: string[]; forms: string[] }> {
	const kinds = new Map<Kind, { members: string[]; forms: string[] }>();
	const add = (list: string[], text: string) => {
		if (!list.includes(text)) list.push(text);
	};
	for (const { kind, place, came } of findings.differences) {
		const known = kinds.get(kind) ?? { members: [], forms: [] };
		kinds.set(kind, known);
		add(known.members, place.replaceAll('[]', '').split('.').at(-1) ?? '');
		add(known.forms, came);
	}
	return kinds;
}

it('finds nothing where the API is as its document says', async () => {
	const findings = await findingsIn([]);
	expect(findings.differences).toEqual([]);
	expect(findings.seen).toContain('An order was placed and cancelled.');
	expect(findings.looked).toBeGreaterThan(90);
	expect(dialectHint(findings)).toBe('');
});

/** Which kinds each dialect shows, and in which form where the form tells dialects apart. */
const EXPECTED: Record<string, Partial<Record<Kind, RegExp>>> = {
	'camel-case': { 'name-case': /^[a-z]\w+$/ },
	'slash-dates': { 'date-format': /^yyyy\/M\/d( H:mm:ss)?$/ },
	'ms-dates': { 'date-format': /^\/Date\(ms\)\/$/ },
	'text-numbers': {
		'number-as-text': /^(digits|a decimal number)$/,
		'boolean-as-text': /^true or false$/,
	},
	'numeric-text': { 'text-as-number': /^a whole number$/ },
	'bare-codes': { 'other-shape': /^(a list|digits|text like [d\d-]+)$/ },
	'wrapped-codes': { 'other-shape': /^an object$/ },
	'single-objects': { 'one-for-list': /^(an object|digits|text like [d\d-]+)$/ },
	'pages-of-20': { 'page-size': /^2 asked for, 20 came$/ },
	'loose-times': { 'time-format': /^(H:mm|24:00)$/ },
	'listed-data': { 'list-for-one': /^a list$/ },
	'wrapped-callbacks': { 'json-text': /^JSON text$/ },
};

/** The members that a dialect is about, where it is about few. */
const MEMBERS: Record<string, readonly string[]> = {
	'slash-dates': DATES,
	'ms-dates': DATES,
	'bare-codes': ['VoucherCode', 'OrderUserVouchers'],
	'wrapped-codes': ['VoucherCode'],
	'single-objects': [
		'Products',
		'DailyPriceStock',
		'ProductSeats',
		'OrderUserVouchers',
		'VoucherCode',
	],
	'loose-times': TIMES_SHOWN,
	'listed-data': ['Data'],
	'wrapped-callbacks': ['OrderNotifyHeader', 'OrderNotifyBody'],
};

it('knows what to expect of every dialect', () => {
	expect(Object.keys(EXPECTED).sort()).toEqual([...DIALECT_NAMES].sort());
});

describe.each(DIALECT_NAMES)('%s', (dialect) => {
	it('is found, is harmless, and is all that is found', async () => {
		const findings = await findingsIn([dialect]);
		const kinds = found(findings);
		expect([...kinds.keys()].sort()).toEqual(Object.keys(EXPECTED[dialect]).sort());
		for (const [kind, form] of Object.entries(EXPECTED[dialect])) {
			const forms = [...kinds].find(([known]) => known === kind)?.[1].forms ?? [];
			expect(forms.filter((one) => !form.test(one))).toEqual([]);
		}
		const members = [...kinds.values()].flatMap((one) => one.members);
		expect(members.filter((one) => !(MEMBERS[dialect] ?? [one]).includes(one))).toEqual([]);
		expect(hasHarm(findings)).toBe(false);
		expect(findings.seen).toContain('An order was placed and cancelled.');
		expect(dialectHint(findings).includes(dialect) || /codes$/.test(dialect)).toBe(true);
	});
});

it('finds the differences of all dialects where all are spoken', async () => {
	const findings = await findingsIn([ALL_DIALECTS]);
	const wanted = new Set(Object.values(EXPECTED).flatMap((kinds) => Object.keys(kinds)));
	// A code alone, wrapped again, and of a list of one: an object with a name that is not the object's.
	wanted.add('unknown');
	expect([...found(findings).keys()].sort()).toEqual([...wanted].sort());
	expect(hasHarm(findings)).toBe(false);
});

it('takes what the contract allows for no difference', async () => {
	sandbox.settings.numericVouchers = true;
	sandbox.settings.authFailureStatus = 401;
	sandbox.settings.duplicateOrder = 'refuse';
	try {
		expect((await findingsIn([])).differences).toEqual([]);
	} finally {
		sandbox.settings.numericVouchers = false;
		sandbox.settings.authFailureStatus = 200;
		sandbox.settings.duplicateOrder = 'same';
	}
});

it('asks through a gateway whose prefix is not signed', async () => {
	const behind = await startSandbox({ prefix: '/gateway/v1' });
	try {
		const { baseUrl, identity } = behind;
		const account = { ...identity, baseUrl: `${baseUrl}/` };
		const { differences, looked } = await diagnose({ account, products: 3 });
		expect([differences, looked > 5]).toEqual([[], true]);
	} finally {
		await behind.close();
	}
});

it('reads only unless it is told to order, and leaves nothing that is not cancelled', async () => {
	const { baseUrl, identity } = sandbox;
	const account = { baseUrl, partnerId: identity.partnerId, signKey: identity.signKey };
	sandbox.requests.reset();
	await diagnose({ account, products: 1 });
	expect(Object.keys(sandbox.requests.countsByOperation()).sort()).toEqual([
		'getProductByDistributor',
		'getProductPriceByDistributor',
		'personQrCodes',
	]);
	for (const product of [
		PRODUCT.group,
		PRODUCT.person,
		PRODUCT.sessions,
		PRODUCT.bookAhead,
		PRODUCT.bundle,
	]) {
		const visitor = NOBODY;
		const findings = await diagnose({
			account,
			products: 1,
			order: { productId: String(product), visitor },
		});
		expect(findings.differences).toEqual([]);
	}
	const orders = sandbox.upstream.orders.all();
	expect(orders).toHaveLength(5);
	expect(orders.every(({ cancelled, quantity }) => cancelled && quantity === 1)).toBe(true);
});
