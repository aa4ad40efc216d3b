import { once } from 'node:events';
import { createServer } from 'node:net';
import { setImmediate } from 'node:timers/promises';

import { startSandbox } from '../../sandbox/sandbox.mts';
import { call, control, type ClientRequest } from '../../sandbox/testing/client.mts';
import { closingAfterEach } from '../support/closing.mts';
import { PRODUCT, sandbox, useSandbox, orderFor } from '../support/sandbox-api.mts';

useSandbox();

const closing = closingAfterEach();

describe('the server', () => {
	it('answers unknown paths and methods like the vendor', async () => {
		expect((await call(sandbox, { path: '/order/Unknown' })).status).toBe(404);
		expect((await call(sandbox, { path: '/order/Create', method: 'GET' })).status).toBe(405);
	});

	it('strips a gateway prefix that is not signed', async () => {
		const gateway = await closing(startSandbox({ prefix: '/gateway/' }));
		expect(gateway.baseUrl).toBe(`http://127.0.0.1:${gateway.port}/gateway`);
		const request: ClientRequest = { method: 'GET', path: '/product/getProductByDistributor' };
		expect((await call(gateway, request)).body.IsSuccess).toBe(true);
		const bare = await call({ ...gateway, baseUrl: `http://127.0.0.1:${gateway.port}` }, request);
		expect(bare.status).toBe(404);
	});

	it('refuses a body that is too large', async () => {
		const answer = await call(sandbox, { path: '/order/Create', body: 'x'.repeat(2_000_000) });
		expect(answer.status).toBe(413);
	});

	it('keeps no bodies when told so', async () => {
		const quiet = await closing(startSandbox({ settings: { logBodies: false } }));
		await call(quiet, { path: '/order/Create', body: orderFor(PRODUCT.group) });
		expect(quiet.requests.list()).toMatchObject([{ body: '', answer: '', status: 200 }]);
	});

	it('fails to start on a port that is taken', async () => {
		await expect(startSandbox({ port: sandbox.port })).rejects.toMatchObject({
			code: 'EADDRINUSE',
		});
	});

	it('frees its port when it closes, latency under way or not', async () => {
		const short = await closing(startSandbox());
		await control(short, 'POST', '/faults', { kind: 'latency', ms: 60_000 });
		const hanging = call(short, { path: '/order/CancelOrder?orderId=1' });
		const refused = expect(hanging).rejects.toThrow();
		while (short.requests.list().length === 0) await setImmediate();
		await short.close();
		await refused;
		const successor = createServer().listen(short.port, '127.0.0.1');
		await once(successor, 'listening');
		successor.close();
	});
});
