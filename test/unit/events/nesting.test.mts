// How much of a callback's text is read: nesting to a bound, and every character of what it says.
import { readCallback } from '../../../nodes/Zhongzhiyou/events/decode.ts';

/** A callback whose body is this text. */
function withBody(text: string): string {
	return JSON.stringify({
		OrderNotifyHeader: { PartnerId: 9258, NotifyServiceName: 'a_new_notify' },
		OrderNotifyBody: text,
	});
}

/** A body that is nested so deep, filled up with space to a length. */
function nested(depth: number, length: number): string {
	const lists = depth - 1;
	return `{"Extra":${'['.repeat(lists)}1${']'.repeat(lists)}}`.padEnd(length);
}

test.each([
	[200, 2_000, true],
	[201, 2_000, false],
	// Too short to be nested so deep that reading it fails.
	[300, 1_000, true],
	[300, 1_001, false],
])('a body nested %d deep in %d characters is read: %s', (depth, length, isRead) => {
	expect(readCallback(withBody(nested(depth, length))) !== undefined).toBe(isRead);
});

test('a long body is read with all kinds of values', () => {
	const body = { none: null, list: [null, 'x'.repeat(1_000)], flag: false, number: 1 };
	expect(readCallback(withBody(JSON.stringify(body)))?.body).toEqual(body);
});

test('a byte order mark is passed over in front, and kept within', () => {
	const body = { Memo: '\uFEFFa\uFEFF' };
	expect(readCallback(`\uFEFF${withBody(`\uFEFF${JSON.stringify(body)}`)}`)?.body).toEqual(body);
	expect(readCallback(withBody(JSON.stringify(body)))?.body).toEqual(body);
});
