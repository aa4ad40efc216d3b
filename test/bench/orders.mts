import type { JsonRecord } from '../../harness/records.mts';
import { byId, day, node, visitor, type NodeDefinition } from '../support/workflow.mts';

/** Ordinary product of the sandbox: one code for the group, issued at once. */
const PRODUCT = 3;

function person(index: number): JsonRecord {
	const { name, mobile, idCard } = visitor(index % 1000);
	return { Name: name, Mobile: mobile, IdCard: idCard, IDCardType: 0 };
}

/** Orders as the API takes them (1.1.4): what the contestants get, and what the sandbox must get. */
export function makeOrders(count: number, prefix: string, partnerId: string): JsonRecord[] {
	const visitDate = day(3);
	return Array.from({ length: count }, (_, index) => ({
		PartnerId: Number(partnerId),
		OriginOrderId: `${prefix}-${index}`,
		ContactPerson: person(index),
		ProductId: PRODUCT,
		OrderQuantity: 2,
		VisitDate: visitDate,
		VisitPerson: [person(index + 1), person(index + 2)],
	}));
}

/** The parameters of our node for the three ways to give an order. */
export const WAYS: Record<'json' | 'autoMap' | 'fields', JsonRecord> = {
	json: { orderFrom: 'json', orderJson: '={{ $json }}' },
	autoMap: { orderFrom: 'autoMap' },
	fields: {
		orderFrom: 'fields',
		productId: byId('={{ $json.ProductId }}'),
		visitDate: '={{ $json.VisitDate }}',
		quantity: '={{ $json.OrderQuantity }}',
		contactName: '={{ $json.ContactPerson.Name }}',
		contactMobile: '={{ $json.ContactPerson.Mobile }}',
		contactIdCard: '={{ $json.ContactPerson.IdCard }}',
		originOrderId: '={{ $json.OriginOrderId }}',
		visitorsFrom: 'json',
		visitorsJson: '={{ $json.VisitPerson }}',
	},
};

export type Way = keyof typeof WAYS;

export function createNode(way: Way, concurrency: number): NodeDefinition {
	const parameters = { resource: 'order', operation: 'create', ...WAYS[way] };
	return node('Create', 'n8n-nodes-zhongzhiyou.zhongzhiyou', {
		...parameters,
		options: { concurrency },
	});
}

function assignments(values: Array<[name: string, type: string, value: string]>): JsonRecord {
	const list = values.map(([name, type, value]) => ({ id: name, name, type, value }));
	return { assignments: { assignments: list }, includeOtherFields: true, options: {} };
}

/**
 * What a user would build without us, as lean as it gets: the time, the signature, the header and
 * the body, the request. The HTTP Request node has its default settings.
 */
export function handmadeNodes(baseUrl: string, partnerId: string): NodeDefinition[] {
	const path = '/order/Create';
	const headers = {
		Timestamp: '={{ $json.timestamp }}',
		PartnerId: partnerId,
		Authorization: '={{ $json.authorization }}',
	};
	return [
		node(
			'Time',
			'n8n-nodes-base.set',
			{
				...assignments([
					['timestamp', 'number', '={{ Date.now() }}'],
					['order', 'object', '={{ $json }}'],
				]),
				includeOtherFields: false,
			},
			{ typeVersion: 3.4 },
		),
		node(
			'Sign',
			'n8n-nodes-base.crypto',
			{
				action: 'hmac',
				type: 'SHA1',
				value: `={{ '${partnerId}' + $json.timestamp + '${path}' }}`,
				dataPropertyName: 'sign',
				encoding: 'base64',
			},
			{ typeVersion: 2 },
		),
		node(
			'Token',
			'n8n-nodes-base.set',
			assignments([
				['authorization', 'string', `={{ 'Bearer ZZY-OPENAPI:${partnerId}:' + $json.sign }}`],
			]),
			{ typeVersion: 3.4 },
		),
		node(
			'Request',
			'n8n-nodes-base.httpRequest',
			{
				method: 'POST',
				url: `${baseUrl}${path}`,
				sendHeaders: true,
				headerParameters: {
					parameters: Object.entries(headers).map(([name, value]) => ({ name, value })),
				},
				sendBody: true,
				specifyBody: 'json',
				jsonBody: '={{ $json.order }}',
				options: {},
			},
			{ typeVersion: 4.2 },
		),
	];
}
