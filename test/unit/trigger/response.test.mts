import { createServer, type ServerResponse } from 'node:http';

import {
	acknowledgement,
	answerWhenFinished,
	refusalBody,
	refuseEmptyAnswer,
	whenAnswered,
	type CallbackResponse,
} from '../../../nodes/Zhongzhiyou/trigger/response.ts';
import { closingAfterEach } from '../../support/closing.mts';
import { opened } from '../../support/http.mts';

const GOOD = { Code: 1000, IsSuccess: true, LogId: 'e1', Message: '收到通知' };
const GOOD_TEXT = JSON.stringify(GOOD);

/** Node's own response with what Express adds to it. */
function asExpress(response: ServerResponse): CallbackResponse {
	return Object.assign(response, {
		status(code: number): CallbackResponse {
			response.statusCode = code;
			return asExpress(response);
		},
		json(body: object) {
			return response.end(JSON.stringify(body));
		},
	});
}

const closing = closingAfterEach();

type Wrap = (response: CallbackResponse) => void;

/** Answers a request in some way; what was told of it, and what the caller got. */
async function answered(answer: (response: CallbackResponse) => void, wrap?: Wrap) {
	const told: boolean[] = [];
	const server = createServer((_request, response) => {
		const express = asExpress(response);
		whenAnswered(express, (acknowledged) => told.push(acknowledged));
		wrap?.(express);
		answer(express);
	});
	const { port } = await closing(opened(server));
	const response = await fetch(`http://127.0.0.1:${port}/`);
	const text = await response.text();
	return { told, status: response.status, text, etag: response.headers.get('etag') };
}

const atItsEnd: Wrap = (response) => answerWhenFinished(response, 'e1');

describe('the answer', () => {
	test('that acknowledges is the vendor’s, with the event’s id', () => {
		expect(acknowledgement('e1')).toEqual(GOOD);
	});

	test('that refuses is no acknowledgement and says no more than it is given', () => {
		expect(refusalBody(401, 'Unauthorized')).toEqual({
			Code: 401,
			IsSuccess: false,
			LogId: '',
			Message: 'Unauthorized',
		});
	});
});

describe('a callback counts as acknowledged', () => {
	test.each<[string, (response: CallbackResponse) => void]>([
		['by the node’s own answer', (response) => response.json(acknowledgement('e1'))],
		['by text', (response) => response.end(GOOD_TEXT)],
		['by bytes with an encoding', (response) => response.end(Buffer.from(GOOD_TEXT), 'utf8')],
		['by a code in quotes', (response) => response.json({ Code: '1000', IsSuccess: true })],
		['at any HTTP status of success', (response) => response.status(201).json(GOOD)],
		['at the last HTTP status of success', (response) => response.status(299).json(GOOD)],
		['with more members', (response) => response.json({ ...GOOD, Data: null })],
	])('%s', async (_how, answer) => {
		expect((await answered(answer)).told).toEqual([true]);
	});
});

describe('a callback counts as not acknowledged', () => {
	test.each<[string, (response: CallbackResponse) => void]>([
		['without a body', (response) => response.end()],
		['by an empty body', (response) => response.end('')],
		['by null', (response) => response.end('null')],
		['by a list', (response) => response.end(`[${GOOD_TEXT}]`)],
		['by a page', (response) => response.end('<html>1000</html>')],
		['by a body that is cut off', (response) => response.end(GOOD_TEXT.slice(0, -1))],
		['by another code', (response) => response.json({ ...GOOD, Code: 1 })],
		['without a code', (response) => response.json({ IsSuccess: true })],
		['by IsSuccess false', (response) => response.json({ ...GOOD, IsSuccess: false })],
		['by IsSuccess in quotes', (response) => response.json({ ...GOOD, IsSuccess: 'true' })],
		['without IsSuccess', (response) => response.json({ Code: 1000 })],
		['at HTTP 500', (response) => response.status(500).json(GOOD)],
		['at a redirect', (response) => response.status(300).json(GOOD)],
		['by a refusal', (response) => response.status(401).json(refusalBody(401, 'Unauthorized'))],
	])('%s', async (_how, answer) => {
		expect((await answered(answer)).told).toEqual([false]);
	});
});

describe('watching the answer', () => {
	test('changes nothing of it', async () => {
		const { status, text } = await answered((response) => response.status(202).json(GOOD));
		expect(status).toBe(202);
		expect(text).toBe(GOOD_TEXT);
	});

	test('tells before the answer leaves, so that a repeat cannot overtake it', () => {
		const order: string[] = [];
		const response: CallbackResponse = {
			statusCode: 200,
			headersSent: false,
			status: () => response,
			json: () => undefined,
			removeHeader: () => undefined,
			end: () => order.push('sent'),
		};
		whenAnswered(response, () => order.push('told'));
		response.end(GOOD_TEXT);
		expect(order).toEqual(['told', 'sent']);
	});

	test('hands over every argument and the result of the response’s own end', () => {
		const end = jest.fn(function (this: unknown, ..._args: unknown[]) {
			return this;
		});
		const response: CallbackResponse = {
			statusCode: 200,
			headersSent: false,
			status: () => response,
			json: () => undefined,
			removeHeader: () => undefined,
			end,
		};
		const done = () => undefined;
		whenAnswered(response, () => undefined);
		expect(response.end('x', 'utf8', done)).toBe(response);
		expect(end).toHaveBeenCalledWith('x', 'utf8', done);
	});
});

describe('the answer when the workflow has finished', () => {
	test.each<[string, (response: CallbackResponse) => void]>([
		['nothing', (response) => response.end()],
		['an empty text', (response) => response.end('', 'utf8')],
		['no bytes', (response) => response.end(Buffer.alloc(0))],
	])('acknowledges in place of %s', async (_what, answer) => {
		expect(await answered(answer, atItsEnd)).toEqual({
			told: [true],
			status: 200,
			text: GOOD_TEXT,
			etag: null,
		});
	});

	test.each<[string, (response: CallbackResponse) => void]>([
		['an error', (response) => response.status(500).json({ message: 'Error in workflow' })],
		['an error without a body', (response) => response.status(404).end()],
		['a success that gave no data', (response) => response.json({ message: 'no data' })],
	])('refuses in place of %s', async (_what, answer) => {
		const { told, status, text } = await answered(answer, atItsEnd);
		expect(told).toEqual([false]);
		expect(status).toBe(500);
		expect(JSON.parse(text)).toEqual(refusalBody(500, 'The workflow failed'));
	});

	test('does not keep the tag of what it replaces', async () => {
		const tagged = (response: CallbackResponse) => {
			if ('setHeader' in response && typeof response.setHeader === 'function') {
				response.setHeader('ETag', '"of another body"');
			}
			response.end();
		};
		expect((await answered(tagged)).etag).not.toBeNull();
		expect((await answered(tagged, atItsEnd)).etag).toBeNull();
	});
});

describe('the answer that the workflow itself is to give', () => {
	test.each<[string, (response: CallbackResponse) => void]>([
		['nothing', (response) => response.end()],
		['an empty text', (response) => response.end('', 'utf8')],
		['nothing at another status of success', (response) => response.status(204).end()],
	])('is a refusal in place of %s', async (_what, answer) => {
		const { told, status, text } = await answered(answer, refuseEmptyAnswer);
		expect(told).toEqual([false]);
		expect(status).toBe(500);
		expect(JSON.parse(text)).toEqual(refusalBody(500, 'The workflow failed'));
	});

	test.each<[string, (response: CallbackResponse) => void, number, string]>([
		['an acknowledgement', (response) => response.json(GOOD), 200, GOOD_TEXT],
		['any other text', (response) => response.status(202).end('later'), 202, 'later'],
		['an error without a body', (response) => response.status(404).end(), 404, ''],
	])('stays as it is: %s', async (_what, answer, status, text) => {
		expect(await answered(answer, refuseEmptyAnswer)).toMatchObject({ status, text });
	});

	test('stays as it is when its body was written before its end', async () => {
		const written = (response: CallbackResponse) => {
			if ('write' in response && typeof response.write === 'function') response.write(GOOD_TEXT);
			response.end();
		};
		const { status, text } = await answered(written, refuseEmptyAnswer);
		expect([status, text]).toEqual([200, GOOD_TEXT]);
	});
});
