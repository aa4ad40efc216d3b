import fc from 'fast-check';

import { DATA_NAMES } from '../../../nodes/Zhongzhiyou/api/names.ts';
import type { JsonObject } from '../../../nodes/Zhongzhiyou/api/types.ts';
import { productOutput } from '../../../nodes/Zhongzhiyou/fields/productOutput.ts';
import { runs } from '../../support/runs.mts';

/** Every field that the API documents (API 1.1.1), and one that it does not. */
const PRODUCT: JsonObject = {
	...Object.fromEntries(Object.keys(DATA_NAMES.products.Products).map((name, i) => [name, i])),
	AddedLater: 'x',
	logId: 'L1',
};

function read(values: Record<string, unknown>, isTool: boolean, byDefault = false) {
	const source = {
		isTool,
		parameter(name: string) {
			// As n8n does: a parameter that is not shown has no value.
			if (!(name in values)) throw new Error(`Could not get parameter "${name}"`);
			return values[name];
		},
	};
	return productOutput(byDefault).read(source)(PRODUCT);
}

describe('a product', () => {
	test('is given whole or simplified as the switch says', () => {
		expect(read({ simplify: false }, false)).toBe(PRODUCT);
		expect(Object.keys(read({ simplify: true }, false))).not.toContain('ProductDesc');
	});

	test('has ten fields at the most where it is simplified, the ID first', () => {
		for (const simple of [
			read({ simplify: true }, false),
			read({ productOutput: 'simplified' }, true),
		]) {
			const names = Object.keys(simple);
			expect(names[0]).toBe('ProductId');
			expect(names.length).toBeLessThanOrEqual(10);
			expect(names.length).toBeGreaterThan(5);
		}
	});

	test('is given to a model as Output says, whatever the switch was', () => {
		expect(read({ productOutput: 'raw' }, true)).toBe(PRODUCT);
		expect(
			read({ productOutput: 'selected', productFields: ['ProductDesc', 'MinAge'] }, true),
		).toEqual({ ProductId: 0, ProductDesc: PRODUCT.ProductDesc, MinAge: PRODUCT.MinAge });
		expect(read({ productOutput: 'selected', productFields: [] }, true)).toEqual({ ProductId: 0 });
	});

	test.each([undefined, '', 'something', 7])(
		'is simplified for a model where Output is %p',
		(given) => {
			expect(read({ productOutput: given }, true)).toEqual(read({ simplify: true }, false));
		},
	);

	test('is given with the fields of an expression: a list or a text, names in any case', () => {
		for (const productFields of [
			['minage', 'ADDEDLATER'],
			'MinAge, addedLater',
			' minAge;addedlater ',
		]) {
			expect(Object.keys(read({ productOutput: 'selected', productFields }, true))).toEqual([
				'ProductId',
				'MinAge',
				'AddedLater',
			]);
		}
	});

	test('keeps its ID, adds nothing and never fails, whatever is given for Fields', () => {
		fc.assert(
			fc.property(fc.anything(), (productFields) => {
				const selected = read({ productOutput: 'selected', productFields }, true);
				expect(PRODUCT).toMatchObject(selected);
				expect(selected).toHaveProperty('ProductId', 0);
			}),
			{ numRuns: runs(100), examples: [[{ toString: 0 }], [Object.create(null)]] },
		);
	});
});
