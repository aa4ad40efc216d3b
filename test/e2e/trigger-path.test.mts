// The path that is signed, behind a proxy: n8n's public address has a prefix that it never sees.
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';

import { buildCallback, sendCallback } from '../../sandbox/callbacks.mts';
import { noOp, receiver, type Receiver, type TriggerParameters } from '../support/trigger.mts';
import { type Bench, startBench } from '../support/workflow.mts';

let bench: Bench;

before(async () => {
	bench = await startBench({ n8n: { env: { WEBHOOK_URL: 'https://example.com/zzy/' } } });
});

after(() => bench.close());

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
