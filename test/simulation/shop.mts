import type { IDataObject } from 'n8n-workflow';

import type { NumberKind } from './steps.mts';

/** The shop whose orders are placed: what it asks for depends on the number of its order alone. */

/** Group, person, later, later by person, and those that go wrong somewhere. */
const PRODUCTS = [3, 165325, 20005, 20006, 20009, 20008, 20007, 20016, 20017, 20001];

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_DIGITS = '10X98765432';

/** A resident's ID card with the check digit that belongs to it (GB 11643). */
function idCard(index: number): string {
	const body = `33010319900101${String(index).padStart(3, '0')}`;
	const sum = [...body].reduce((total, digit, at) => total + Number(digit) * WEIGHTS[at], 0);
	return body + CHECK_DIGITS[sum % 11];
}

function person(index: number): IDataObject {
	return {
		name: `游客${index}`,
		mobile: `138${String(10_000_000 + index)}`,
		idCard: idCard(index),
	};
}

/** What marks an order at the vendor as one of the shop's orders. */
export function tagOf(shop: number, number: NumberKind): string {
	return `${number}-${shop}`;
}

/** An order of the shop as the item of a workflow. */
export function shopItem(shop: number, number: NumberKind): IDataObject {
	const quantity = 1 + (shop % 2);
	const visitors = Array.from({ length: quantity }, (_, index) => person(10 * shop + index));
	return {
		productId: PRODUCTS[shop % PRODUCTS.length],
		visitDate: `2026-05-${String(20 + shop)}`,
		quantity,
		contact: person(10 * shop + 9),
		visitors,
		remark: tagOf(shop, number),
		...(number === 'own' ? { originOrderId: `SHOP-2026-${shop}` } : {}),
	};
}

/** A question about a product of the shop. */
export function shopProduct(shop: number): number {
	return PRODUCTS[shop % PRODUCTS.length];
}
