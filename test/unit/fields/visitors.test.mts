import { visitorsGiven } from '../../../nodes/Zhongzhiyou/fields/visitors.ts';

/** The visitors of these rows, of which an expression was to give the kind of document. */
function given(visitor: unknown): unknown {
	const values: Record<string, unknown> = { visitorsFrom: 'list', visitors: { visitor } };
	return visitorsGiven({
		parameter: (name) => values[name],
		jsonParameter: (name) => values[name],
		loses: (found, ...path) => found === null && path.at(-1) === 'idCardType',
	});
}

test('rows lose what was left out, and keep what was not found as such', () => {
	const rows = given([{ name: '张三', memo: null, idCardType: null }]);
	expect(rows).toStrictEqual([{ name: '张三', idCardType: undefined }]);
});

test.each([null, 'x', 5])('a row that is no person stays as it is: %j', (row) => {
	expect(given([row])).toEqual([row]);
});

test.each([undefined, null])('a list of %j is none', (rows) => {
	expect(given(rows)).toBeNull();
});

test('what is no list stays as it is', () => {
	expect(given('x')).toBe('x');
});
