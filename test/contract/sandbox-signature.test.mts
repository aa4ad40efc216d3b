import { signedHeaders } from '../../nodes/Zhongzhiyou/api/signature.ts';
import { control, type ClientRequest } from '../../sandbox/testing/client.mts';
import { PRODUCT, sandbox, useSandbox, ask, create } from '../support/sandbox-api.mts';

useSandbox();

describe('signature', () => {
	const request: ClientRequest = { method: 'GET', path: '/product/getProductByDistributor' };

	async function refusal(changes: Partial<ClientRequest>) {
		const { body, status } = await ask('getProductByDistributor', { ...request, ...changes });
		return { status, Code: body.Code, IsSuccess: body.IsSuccess, Message: body.Message };
	}

	it('accepts a signed request, its query unsigned', async () => {
		const { body } = await ask('getProductByDistributor', {
			method: 'GET',
			path: '/product/getProductByDistributor?pageIndex=1&pageSize=2',
		});
		expect(body.IsSuccess).toBe(true);
	});

	it.each([
		['another key', { signKey: 'other' }, '签名错误'],
		['a cut signature', { headers: { Authorization: 'Bearer ZZY-OPENAPI:9258:abc' } }, '签名错误'],
		['no authorization', { headers: { Authorization: '' } }, '授权信息格式错误'],
		[
			'another scheme',
			{ headers: { Authorization: 'Basic ZZY-OPENAPI:9258:a' } },
			'授权信息格式错误',
		],
		['another prefix', { headers: { Authorization: 'Bearer ABC:9258:a' } }, '授权信息格式错误'],
		[
			'another partner in the token',
			{ headers: { Authorization: 'Bearer ZZY-OPENAPI:1:a' } },
			'分销商不存在',
		],
		['another partner in the header', { headers: { PartnerId: '1' } }, '分销商不存在'],
		['seconds', { headers: { Timestamp: '1753756569' } }, '时间戳格式错误'],
		['an old timestamp', { timestamp: Date.now() - 11 * 60_000 }, '时间戳已过期'],
		['a timestamp to come', { timestamp: Date.now() + 11 * 60_000 }, '时间戳已过期'],
	])('refuses %s', async (_what, changes, Message) => {
		expect(await refusal(changes)).toEqual({ status: 200, Code: 401, IsSuccess: false, Message });
	});

	it('refuses a path signed in another case than it was sent in', async () => {
		const headers = signedHeaders(sandbox.identity.signKey, {
			partnerId: '9258',
			timestamp: Date.now(),
			apiPath: '/product/GETPRODUCTBYDISTRIBUTOR',
		});
		expect((await refusal({ headers: { ...headers } })).Message).toBe('签名错误');
	});

	it('answers 401 when told to, and takes any time with a window of 0', async () => {
		await control(sandbox, 'POST', '/settings', { authFailureStatus: 401, timestampWindowMs: 0 });
		try {
			expect((await refusal({ signKey: 'other' })).status).toBe(401);
			expect((await refusal({ timestamp: 1753756569000 })).IsSuccess).toBe(true);
		} finally {
			await control(sandbox, 'POST', '/settings', {
				authFailureStatus: 200,
				timestampWindowMs: 600_000,
			});
		}
	});

	it('refuses a body for another partner', async () => {
		const { body } = await create(PRODUCT.group, { PartnerId: 1 });
		expect(body).toMatchObject({ Code: 401, IsSuccess: false });
	});

	it('accepts the key before after a rotation, until it is dropped', async () => {
		const before = sandbox.identity.signKey;
		try {
			await control(sandbox, 'POST', '/sign-key', { signKey: 'new key' });
			expect((await refusal({ signKey: 'new key' })).IsSuccess).toBe(true);
			expect((await refusal({ signKey: before })).IsSuccess).toBe(true);
			await control(sandbox, 'POST', '/sign-key', { signKey: 'new key', previousSignKey: null });
			expect((await refusal({ signKey: before })).Message).toBe('签名错误');
		} finally {
			await control(sandbox, 'POST', '/sign-key', { signKey: before, previousSignKey: null });
		}
	});
});
