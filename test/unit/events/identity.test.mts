import { createHash } from 'node:crypto';

import {
	eventIdOf,
	readCallback,
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
