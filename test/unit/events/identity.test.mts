import { createHash } from 'node:crypto';

import { kindOf } from '../../../nodes/Zhongzhiyou/events/catalog.ts';
import {
	eventIdOf,
	idOfReturn,
	readCallback,
	subjectOf,
	type Callback,
} from '../../../nodes/Zhongzhiyou/events/decode.ts';

const TIMESTAMP = '1753756569000';

function read(body: string, header = '"PartnerId":9258,"NotifyServiceName":"x"'): Callback {
	const callback = readCallback(`{"OrderNotifyHeader":{${header}},"OrderNotifyBody":${body}}`);
	if (callback === undefined) throw new Error('It was not read');
	return callback;
}

test('the id is of partner, service and content in an order of its own, for all versions of the node', () => {
	const callback = read('{"b":[1,{"d":"2","c":null},[true]],"a":"ä\\"","B":202052255633322222124}');
	const content = '{"B":"202052255633322222124","a":"ä\\"","b":[1,{"c":null,"d":"2"},[true]]}';
	const sha256 = createHash('sha256').update(`9258\nx\n${content}\n${TIMESTAMP}`);
	expect(eventIdOf(callback, TIMESTAMP)).toBe(sha256.digest('base64url').slice(0, 22));
});

test('the partner is read without the space around it', () => {
	expect(read('{}', '"PartnerId":" 9258 ","NotifyServiceName":"x"').partnerId).toBe('9258');
});

test('a byte order mark inside a text belongs to the text', () => {
	expect(read('{"Memo":"a\uFEFFb"}').body).toEqual({ Memo: 'a\uFEFFb' });
	expect(read(JSON.stringify('{"Memo":"a\uFEFFb"}')).body).toEqual({ Memo: 'a\uFEFFb' });
});

function sha256(text: string, length: number): string {
	return createHash('sha256').update(text).digest('base64url').slice(0, length);
}

test('a state that has come back has an id of what it was and what was between', () => {
	expect(idOfReturn('id', 'since')).toBe(sha256('id\nsince', 22));
});

const SERVICE = (name: string) => `"PartnerId":9258,"NotifyServiceName":"${name}"`;

test.each([
	['order_ticket_notify', '{"OrderId":7,"OriginOrderId":"a","TicketStatus":1}', '7'],
	['order_ticket_notify', '{"OrderId":0,"OriginOrderId":"a","TicketStatus":2}', 'a'],
	['order_refund_notify', '{"OrderId":7,"RefundApplyNo":"A1","RefundStatus":1}', '7 A1'],
])('%s %s is about an order of its own', (service, body, subject) => {
	expect(subjectOf(read(body, SERVICE(service)))).toBe(sha256(`${service}\n${subject}`, 6));
});

test.each([
	['order_ticket_notify', '{"TicketStatus":1}'],
	['order_refund_notify', '{"OrderId":7,"RefundApplyNo":"","RefundStatus":1}'],
	['order_verify_notify', '{"OrderId":7,"CheckTime":"2025-07-29 10:36:09"}'],
	['order_product_notify', '{"ProductId":7,"Status":1}'],
	['a_new_notify', '{"OrderId":7}'],
])('%s %s states nothing that may come back', (service, body) => {
	expect(subjectOf(read(body, SERVICE(service)))).toBe('');
});

test.each([
	['order_ticket_notify', 'TicketStatus'],
	['order_verify_notify', 'TicketStatus'],
	['order_refund_notify', 'RefundStatus'],
	['order_product_notify', 'Status'],
])('the events of %s are told apart by %s', (service, status) => {
	expect(kindOf(service)?.status).toBe(status);
});
