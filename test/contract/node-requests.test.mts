import type { INodeParameters, INodePropertyOptions } from 'n8n-workflow';

import { Zhongzhiyou } from '../../nodes/Zhongzhiyou/Zhongzhiyou.node.ts';
import { parseJson } from '../../sandbox/formats/json.mts';
import { createBackend, OPERATION_IDS, readContract } from '../../sandbox/http/contract.mts';
import { type ContractChecks, createContractChecks } from '../../sandbox/testing/checks.mts';
import { closingAfterAll } from '../support/closing.mts';
import { type ScriptedServer, startScripted, success } from '../support/http.mts';
import { credentialFor, Credentials, runAction } from '../support/in-process.mts';

/** Every request the node can send is held against openapi.yaml. */

const product = { __rl: true, mode: 'id', value: '165325' };
const session = { __rl: true, mode: 'time', value: '09:00-11:00' };
const people = [
	{ name: '游客1', mobile: '18102623512', idCard: '330103199001011230', idCardType: 0 },
	{
		name: '游客2',
		mobile: '18102623513',
		idCard: '33010319920202234X',
		memo: '杭州市民',
		gender: '1',
	},
];
const long = '123456789012345678901';

const visit = { productId: product, visitDate: '2027-05-01T00:00:00' };
const contact = { contactName: '张三', contactMobile: '18102623512' };

/** For each operation its smallest request and its fullest, and what the contract calls it. */
const CASES: Array<[operation: string, operationId: string, parameters: INodeParameters]> = [
	['product.get', 'getProductByDistributor', { productId: product }],
	['product.getAll', 'getProductByDistributor', { limit: 1 }],
	['product.getAll', 'getProductByDistributor', { returnAll: true }],
	[
		'product.getPrices',
		'getProductPriceByDistributor',
		{ productId: product, startDate: '2027-05-01', endDate: '2027-05-31' },
	],
	['order.validate', 'verifyOrder', { ...visit, visitors: { visitor: people.slice(0, 1) } }],
	[
		'order.validate',
		'verifyOrder',
		{
			...visit,
			session,
			entranceMode: 'person',
			visitors: { visitor: people },
			validateDetails: { sessionName: '上午场' },
		},
	],
	[
		'order.validate',
		'verifyOrder',
		{
			orderFrom: 'json',
			orderJson: JSON.stringify({ productId: long, visitDate: '2027-05-01', visitors: people }),
		},
	],
	['order.create', 'createOrder', { ...visit, ...contact }],
	[
		'order.create',
		'createOrder',
		{
			...visit,
			...contact,
			session,
			quantity: 2,
			originOrderId: 'SHOP-1',
			contactIdCard: '330103199001011230',
			entranceMode: 'person',
			visitors: { visitor: people },
			orderDetails: {
				contactGender: '64',
				contactIdCardType: 1,
				contactMemo: '杭州市民',
				remark: '靠窗',
			},
		},
	],
	[
		'order.create',
		'createOrder',
		{
			orderFrom: 'json',
			orderJson: JSON.stringify({
				productId: long,
				visitDate: '2027-05-01',
				quantity: '2',
				contact: people[1],
				visitors: people,
			}),
		},
	],
	['order.pay', 'payOrder', { orderId: '4623122' }],
	[
		'order.pay',
		'payOrder',
		{ orderId: long, paymentDetails: { unitPrice: 88.5, eticketNo: 'E1', ticketCount: 2 } },
	],
	['order.getQrCodes', 'personQrCodes', { originOrderId: '分销 平台&ID=1' }],
	['order.refund', 'refundOrder', { orderId: '4623122' }],
	[
		'order.refund',
		'refundOrder',
		{
			orderId: long,
			refundCount: 2,
			refundId: 'R-1',
			voucherCodes: '202052255633322222124, 2020522556333222221-2',
		},
	],
	['order.cancel', 'cancelOrder', { orderId: long }],
];

let checks: ContractChecks;
let server: ScriptedServer;
let operationIdOf: (method: string, path: string) => string | undefined;

const closing = closingAfterAll();

beforeAll(async () => {
	checks = await createContractChecks();
	const backend = await createBackend({ definition: await readContract() });
	operationIdOf = (method, path) =>
		backend.matchOperation({ method, path, headers: {} })?.operationId;
	server = await closing(
		startScripted(() =>
			success({ Products: [{ ProductId: 165325 }], TotalCount: 1, OrderId: 4623122 }),
		),
	);
});

function options(name: string, resource?: string): string[] {
	const field = new Zhongzhiyou().description.properties.find(
		(candidate) =>
			candidate.name === name &&
			(resource === undefined || candidate.displayOptions?.show?.resource?.includes(resource)),
	);
	const isOption = (option: object): option is INodePropertyOptions => 'value' in option;
	return (field?.options ?? []).filter(isOption).map(({ value }) => String(value));
}

it.each(CASES)(
	'%s sends %s as the contract has it (%#)',
	async (operation, operationId, parameters) => {
		const [resource, value] = operation.split('.');
		server.requests.length = 0;
		await runAction({
			credentials: new Credentials(credentialFor(server.url)),
			parameters: { resource, operation: value, ...parameters },
		});
		expect(server.requests.length).toBe(1);
		for (const { method, url, path, headers, body } of server.requests) {
			expect(operationIdOf(method, path)).toBe(operationId);
			const given = Object.fromEntries(
				Object.entries(headers).map(([name, header]) => [name, String(header)]),
			);
			const parsed = body === '' ? undefined : parseJson(body);
			expect(checks.request({ method, path: url, headers: given, body: parsed })).toEqual([]);
		}
	},
);

it('covers every operation of the node and every one of the contract', () => {
	const all = options('resource').flatMap((resource) =>
		options('operation', resource).map((operation) => `${resource}.${operation}`),
	);
	expect(new Set(CASES.map(([operation]) => operation))).toEqual(new Set(all));
	expect(new Set(CASES.map(([, operationId]) => operationId))).toEqual(new Set(OPERATION_IDS));
});

it('would notice a request that the contract does not know', () => {
	const request = {
		method: 'POST',
		path: '/order/Pay',
		headers: { timestamp: '1753756569000', partnerid: '9258', 'content-type': 'application/json' },
		body: { PartnerId: 9258, orderid: 1 },
	};
	expect(checks.request(request)).not.toEqual([]);
});
