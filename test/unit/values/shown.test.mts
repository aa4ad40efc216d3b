import { shown } from '../../../nodes/Zhongzhiyou/values/text.ts';

test.each([
	[60, 'x'.repeat(60)],
	[61, `${'x'.repeat(57)}…`],
])('a quoted value of %d characters is given whole or cut off', (length, text) => {
	expect(shown('x'.repeat(length))).toBe(text);
});

test.each<[unknown, string]>([
	[null, 'null'],
	[undefined, 'undefined'],
	[7n, '7'],
	[{ id: 12345678901234567890n }, '{"id":"12345678901234567890"}'],
	[[null, 'a'], '[null,"a"]'],
	[{ toJSON: () => undefined }, 'object'],
])('a value that is no text is quoted as JSON has it', (value, text) => {
	expect(shown(value)).toBe(text);
});

test('a value that holds itself is quoted by its kind', () => {
	const own: unknown[] = [];
	own.push(own);
	expect(shown(own)).toBe('[object Array]');
});
