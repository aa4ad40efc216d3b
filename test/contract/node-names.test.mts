import { DATA_NAMES, type NameTree } from '../../nodes/Zhongzhiyou/api/names.ts';
import { KINDS } from '../../nodes/Zhongzhiyou/events/catalog.ts';
import { readContract } from '../../sandbox/http/contract.mts';

/** The names that the nodes read in any case are those of openapi.yaml, in its spelling. */

type Schema = Record<string, unknown>;

let contract: unknown;

beforeAll(async () => {
	contract = await readContract();
});

function isRecord(value: unknown): value is Schema {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function at(value: unknown, ...path: string[]): unknown {
	return path.reduce((inner, name) => (isRecord(inner) ? inner[name] : undefined), value);
}

function resolved(schema: unknown): unknown {
	const reference = at(schema, '$ref');
	return typeof reference === 'string' ? at(contract, ...reference.slice(2).split('/')) : schema;
}

/** The names of an object, and of what is in it, as the contract has them. */
function namesOf(schema: unknown): NameTree {
	const object = resolved(schema);
	const items = at(object, 'items');
	if (items !== undefined) return namesOf(items);
	const properties = at(object, 'properties');
	if (!isRecord(properties)) return {};
	return Object.fromEntries(
		Object.entries(properties).map(([name, inner]) => [name, namesOf(inner)]),
	);
}

function schema(name: string): unknown {
	return at(contract, 'components', 'schemas', name);
}

/** The names without those of vouchers, which may stand in one another's place. */
function withoutVouchers(names: NameTree): NameTree {
	return Object.fromEntries(
		Object.entries(names).map(([name, inner]) => [
			name,
			name === 'VoucherCode' ? {} : withoutVouchers(inner),
		]),
	);
}

test.each<[string, NameTree]>([
	['ProductsAnswer', DATA_NAMES.products],
	['PricesAnswer', DATA_NAMES.prices],
	['CreateOrderAnswer', DATA_NAMES.create],
	['PayOrderAnswer', DATA_NAMES.pay],
	['PersonQrCodesAnswer', DATA_NAMES.qrCodes],
	['RefundOrderAnswer', DATA_NAMES.refund],
])('names of the data of a %s', (name, names) => {
	const data = at(namesOf(schema(name)), 'Data');
	expect(withoutVouchers(names)).toEqual(data);
});

const BODIES: Record<string, string> = {
	order_refund_notify: 'OrderRefundNotifyBody',
	order_verify_notify: 'OrderVerifyNotifyBody',
	order_ticket_notify: 'OrderTicketNotifyBody',
	order_product_notify: 'OrderProductNotifyBody',
};

test.each(KINDS)('names of the body of an $service', ({ service, names, status }) => {
	const body = namesOf(schema(BODIES[service]));
	expect(withoutVouchers(names)).toEqual(withoutVouchers(body));
	expect(names.VoucherCode ?? {}).toMatchObject(body.VoucherCode ?? {});
	expect(Object.keys(names)).toContain(status);
});
