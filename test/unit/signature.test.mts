import { computeSignature, signedHeaders } from '../../nodes/Zhongzhiyou/api/signature.ts';

const published = {
	signKey: '0123456789abcdef0123456789abcdef',
	partnerId: '9258',
	timestamp: 1753756569000,
	apiPath: '/order/Create',
	signature: 'FupBSpSs43XZaB0lWAivhAkUzvs=',
};

describe('signature', () => {
	it('matches the published vector', () => {
		expect(computeSignature(published.signKey, published)).toBe(published.signature);
	});

	it('goes out as a bearer token with scheme, partner and signature', () => {
		expect(signedHeaders(published.signKey, published)).toEqual({
			Timestamp: '1753756569000',
			PartnerId: '9258',
			Authorization: `Bearer ZZY-OPENAPI:9258:${published.signature}`,
		});
	});
});
