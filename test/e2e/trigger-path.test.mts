// The address of the trigger: which path is signed, behind a proxy whose prefix n8n never sees, the
// test URL of the editor, and a sender of nothing but openssl and curl.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { it } from 'node:test';
import { promisify } from 'node:util';

import { publicUrl } from '../../harness/n8n/environment.mts';
import { asRecord } from '../../harness/records.mts';
import {
	buildCallback,
	sendCallback,
	type CallbackAnswer,
} from '../../sandbox/callbacks/callback.mts';
import { codeBlock, READMES } from '../support/readme.mts';
import {
	eventOf,
	noOp,
	receiver,
	triggerNode,
	type Receiver,
	type TriggerParameters,
} from '../support/trigger.mts';
import { bench, useBench } from '../support/use-bench.mts';
import { chain, usingCredential } from '../support/workflow.mts';

useBench({ n8n: { env: publicUrl('https://example.com/zzy/') } });

async function statusFor(to: Receiver, signedPath: string, sentTo = to.url): Promise<number> {
	const options = { ...to.signing(), url: sentTo, signedPath };
	return (await sendCallback(buildCallback('product.onShelf', options))).status;
}

async function behindProxy(parameters: TriggerParameters = {}) {
	const to = await receiver(bench, parameters, noOp());
	const reached = new URL(to.url).pathname;
	return { to, reached, shown: `/zzy${reached}` };
}

it('takes the public path and the one that reached n8n, and no other', async () => {
	const { to, reached, shown } = await behindProxy();
	assert.equal(await statusFor(to, shown), 200);
	assert.equal(await statusFor(to, reached), 200);
	const others = [
		`/other${reached}`,
		reached.toUpperCase(),
		`${reached}/`,
		`${shown}?`,
		'/zzy',
		'/',
		'',
		'/callbacks/zzy',
	];
	for (const path of others) assert.equal(await statusFor(to, path), 401, path);
	await to.finished(2);
});

it('leaves a query out of what is signed', async () => {
	const { to, shown } = await behindProxy();
	assert.equal(await statusFor(to, shown, `${to.url}?source=zzy`), 200);
	assert.equal(await statusFor(to, `${shown}?source=zzy`, `${to.url}?source=zzy`), 401);
	await to.finished(1);
});

it('takes an extra path as well, and says in the log which were tried', async () => {
	const { to, reached, shown } = await behindProxy({ options: { extraPath: '/callbacks/zzy' } });
	for (const path of ['/callbacks/zzy', shown, reached]) {
		assert.equal(await statusFor(to, path), 200, path);
	}
	const from = bench.n8n.log().length;
	assert.equal(await statusFor(to, '/callbacks'), 401);
	const line = bench.n8n.log().slice(from);
	assert.ok(line.includes(`Tried the paths ${shown} and ${reached} and /callbacks/zzy`), line);
	await to.finished(3);
});

for (const readme of READMES) {
	it(`takes a callback made with openssl and curl as printed in ${readme}`, async () => {
		const { to } = await behindProxy();
		const { partnerId, signKey } = bench.sandbox.identity;
		const [values, ...script] = (await codeBlock(readme, 'sh', 'openssl dgst')).split('\n');
		assert.match(values, /^URL=\S+ PARTNER=\d+ KEY=\w+$/);
		const send = async (url: string, key: string): Promise<unknown> => {
			const own = `set -eu; URL='${url}' PARTNER='${partnerId}' KEY='${key}'`;
			const { stdout } = await promisify(execFile)('sh', ['-c', [own, ...script].join('\n')]);
			return JSON.parse(stdout);
		};
		const answer = await send(`${to.url}?from=shell`, signKey);
		const [event] = await to.events(1);
		const acknowledged = {
			Code: 1000,
			IsSuccess: true,
			LogId: event.eventId,
			Message: '收到通知',
		};
		assert.deepEqual(answer, acknowledged);
		assert.equal(event.event, 'product.priceStockChanged');
		assert.deepEqual(event.body, { ProductId: 11063, Status: 3 });
		assert.equal(asRecord(await send(to.url, `${signKey}x`)).Code, 401);
		await to.finished(1);
	});
}

it('runs every test event of the editor, the same one again too, signed for either URL', async () => {
	const trigger = triggerNode({}, usingCredential(bench.credentialId));
	const id = await bench.n8n.workflows.create(chain(trigger, noOp()));
	const { partnerId, signKey } = bench.sandbox.identity;
	const test = async (signedFor: (path: string) => string): Promise<CallbackAnswer> => {
		const [url] = await bench.n8n.workflows.listenForTestEvent(id);
		const signedPath = signedFor(new URL(url).pathname);
		return await sendCallback(
			buildCallback('order.issued', { url, partnerId, signKey, signedPath }),
		);
	};
	const production = (path: string): string => path.replace('/webhook-test/', '/webhook/');
	const paths = [
		(path: string) => path,
		(path: string) => path,
		(path: string) => `/zzy${production(path)}`,
	];
	for (const [index, signedFor] of paths.entries()) {
		const answer = await test(signedFor);
		assert.ok(answer.acknowledged, `${answer.status} ${answer.text}`);
		const executions = await bench.n8n.executions.waitForCount(id, index + 1);
		assert.deepEqual([executions.length, executions[0].mode], [index + 1, 'manual']);
		assert.equal(
			eventOf(await bench.n8n.executions.waitFor(executions[0].id)).event,
			'order.issued',
		);
	}
	const refused = await test((path) => `/other${path}`);
	assert.equal(refused.status, 401);
});

it('takes a test event that is signed for the public test URL', async () => {
	const trigger = triggerNode({}, usingCredential(bench.credentialId));
	const id = await bench.n8n.workflows.create(chain(trigger, noOp()));
	const { partnerId, signKey } = bench.sandbox.identity;
	const [url] = await bench.n8n.workflows.listenForTestEvent(id);
	const signedPath = `/zzy${new URL(url).pathname}`;
	const callback = buildCallback('order.issued', { url, partnerId, signKey, signedPath });
	const answer = await sendCallback(callback);
	assert.ok(answer.acknowledged, `${answer.status} ${answer.text}`);
});
