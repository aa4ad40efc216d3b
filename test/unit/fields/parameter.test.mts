import { InputError } from '../../../nodes/Zhongzhiyou/api/failures.ts';
import {
	additionalFields,
	collectionOf,
	entry,
	parameter,
} from '../../../nodes/Zhongzhiyou/fields/parameter.ts';
import { integerFrom } from '../../../nodes/Zhongzhiyou/values/numbers.ts';

const field = {
	displayName: 'Ticket Count',
	name: 'count',
	type: 'number',
	default: 1,
} as const;

/** Parameters with these values. */
function source(values: Record<string, unknown>) {
	return { parameter: (name: string) => values[name] };
}

describe('a parameter', () => {
	test('is read by the name of its field', () => {
		expect(parameter(field, integerFrom(1)).read(source({ count: '3' }))).toBe(3);
	});

	test('is refused under the name that the editor shows', () => {
		expect(() => parameter(field, integerFrom(1)).read(source({ count: 0 }))).toThrow(
			new InputError('Ticket Count', 'must be at least 1, but it is 0', ''),
		);
	});
});

describe('a parameter in a collection', () => {
	const count = entry('details', field, integerFrom(1));

	test('is read there, and refused under the name that the editor shows', () => {
		expect(count.read(source({ details: { count: 2 } }))).toBe(2);
		expect(() => count.read(source({ details: { count: 0 } }))).toThrow(/^Ticket Count must be/);
	});

	test.each([undefined, {}, { count: '' }, { count: null }])('may be left out: %j', (details) => {
		expect(count.read(source({ details, count: 5 }))).toBeUndefined();
	});

	test.each<Record<string, null | undefined>>([{ count: undefined }, { count: null }, {}])(
		'is refused where an expression was to find it: %j',
		(details) => {
			const sought = {
				...source({ details }),
				loses: (found: undefined | null, ...path: string[]) =>
					found === details.count && path.join('.') === 'details.count',
			};
			expect(() => count.read(sought)).toThrow(
				/^Ticket Count is empty: its expression found no value$/,
			);
			expect(count.read({ ...sought, loses: () => false })).toBeUndefined();
			expect(count.read({ ...sought, parameter: () => ({ count: '' }) })).toBeUndefined();
		},
	);

	test('stands among what can be added', () => {
		expect(additionalFields('details', [count.field])).toMatchObject({
			displayName: 'Additional Fields',
			name: 'details',
			options: [field],
		});
	});
});

test.each([undefined, null, '', 'text', 5])('a collection of %j has no members', (given) => {
	expect(collectionOf(source({ given }), 'given')).toEqual({});
});
