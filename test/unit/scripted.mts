import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { closingAfterEach } from '../support/closing.mts';
import {
	refusal,
	startScripted,
	success,
	type Reply,
	type ScriptedServer,
	type SeenRequest,
} from '../support/http.mts';
import { residentIdCard } from '../support/id-cards.mts';
import { credentialFor, Credentials, runAction, type RunSettings } from '../support/in-process.mts';

/** What tests of the action node against a server of their own have in common. */

export const READ = {
	resource: 'order',
	operation: 'getQrCodes',
	originOrderId: '={{ $json.id }}',
};

export const WRITE = { resource: 'order', operation: 'cancel', orderId: '={{ $json.id }}' };

const closing = closingAfterEach();

/** Starts a server that ends with the test. */
export async function serve(
	script: (request: SeenRequest, index: number) => Reply,
	port?: number,
): Promise<ScriptedServer> {
	return await closing(startScripted(script, port));
}

afterEach(() => jest.restoreAllMocks());

export function credentials(url: string): Credentials {
	return new Credentials(credentialFor(url));
}

/** Items whose `id` is 100, 101 … */
export function ids(count: number): Array<{ id: number }> {
	return Array.from({ length: count }, (_, index) => ({ id: 100 + index }));
}

/** Runs the action node for one item whose `id` is 100. */
export async function run(url: string, settings: RunSettings): Promise<INodeExecutionData[]> {
	return await runAction({ credentials: credentials(url), items: ids(1), ...settings });
}

/** Runs the action node with these parameters for one empty item; the data of its items. */
export async function jsonOf(
	url: string,
	parameters: INodeParameters,
	settings: RunSettings = {},
): Promise<IDataObject[]> {
	const items = await runAction({ credentials: credentials(url), parameters, ...settings });
	return items.map(({ json }) => json);
}

export function orderIdOf(request: SeenRequest): number {
	return Number(request.query.get('orderId'));
}

/** Refuses one order, and carries out the others. */
export function refusing(orderId: number) {
	return (request: SeenRequest) =>
		orderIdOf(request) === orderId ? refusal('订单已支付') : success();
}

/** A resource locator with this value given by hand. */
export function locator(value: string) {
	return { __rl: true, mode: 'id', value };
}

export function person(index: number) {
	return {
		name: `游客${index}`,
		mobile: `1810262351${index}`,
		idCard: residentIdCard(index),
	};
}

/** The fields of the smallest order. */
export const CREATE_FIELDS: INodeParameters = {
	operation: 'create',
	productId: locator('165325'),
	visitDate: '2026-05-01',
	contactName: '张三',
	contactMobile: '18102623512',
};

/** The writes, each of what its item's id says. */
export const WRITES = {
	create: {
		operation: 'create',
		orderFrom: 'json',
		orderJson:
			'={{ { productId: 3, visitDate: "2026-05-01", quantity: $json.id, contactName: "a", contactMobile: "18102623512" } }}',
	},
	pay: { operation: 'pay', orderId: '={{ $json.id }}' },
	refund: { operation: 'refund', orderId: '={{ $json.id }}' },
	cancel: { operation: 'cancel', orderId: '={{ $json.id }}' },
};
