// Why a call failed, in n8n's words for machines: never a word that has a doubtful write sent again.
import { ACTIONABLE_CAUSES, TIMED_CAUSES } from 'n8n-workflow';

import fc from 'fast-check';

import { ApiFailure } from '../../nodes/Zhongzhiyou/api/failures.ts';
import { NO_ANSWER } from '../../nodes/Zhongzhiyou/api/networkFault.ts';
import { nodeError } from '../../nodes/Zhongzhiyou/api/nodeError.ts';
import { Zhongzhiyou } from '../../nodes/Zhongzhiyou/Zhongzhiyou.node.ts';
import { stage } from '../support/in-process.mts';
import { runs } from '../support/runs.mts';

const { node } = stage(new Zhongzhiyou());

const failures = fc
	.record({
		ambiguous: fc.boolean(),
		httpStatus: fc.option(fc.integer({ min: 200, max: 599 }), { nil: undefined }),
		words: fc.constantFrom(undefined, '', '签名错误', '分销商不存在', '订单不存在', '库存不足'),
		skew: fc.constantFrom(undefined, 0, 900),
		isMissing: fc.boolean(),
		fault: fc.option(
			fc.record({
				code: fc.constantFrom('', 'ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EPROTO'),
				neverLeft: fc.boolean(),
				insecure: fc.boolean(),
				cancelled: fc.boolean(),
				reason: fc.constant(''),
				proxy: fc.constantFrom(undefined, '', 'proxy:3128'),
				httpStatus: fc.constant(undefined),
			}),
			{ nil: undefined },
		),
		retryAfter: fc.oneof(fc.constant(undefined), fc.maxSafeNat(), fc.double({ min: 0 })),
	})
	.map(({ ambiguous, httpStatus, ...hints }) => {
		const failure = new ApiFailure('It failed', { description: 'Go on.', ambiguous, httpStatus });
		failure.hints = hints;
		return failure;
	});

test('a write whose outcome is not known has no cause', () => {
	fc.assert(
		fc.property(failures, (failure) => {
			const { failure: told } = nodeError(node, failure);
			if (failure.ambiguous) expect(told).toBeUndefined();
		}),
		{ numRuns: runs(100) },
	);
});

test('a cause is one of n8n’s, and a time to wait stands only where waiting helps', () => {
	const timed: readonly string[] = TIMED_CAUSES;
	const known: readonly string[] = [...TIMED_CAUSES, ...ACTIONABLE_CAUSES];
	fc.assert(
		fc.property(failures, (failure) => {
			const { failure: told } = nodeError(node, failure);
			if (told === undefined) return;
			expect(known).toContain(told.cause);
			const wait = 'retryAfterMs' in told ? told.retryAfterMs : undefined;
			if (wait === undefined) return;
			expect(timed).toContain(told.cause);
			expect(Number.isSafeInteger(wait)).toBe(true);
			expect(wait).toBeGreaterThanOrEqual(0);
		}),
		{ numRuns: runs(100) },
	);
});

test('what a person ended, a proxy refused or a certificate forbade does not come back by waiting', () => {
	const faults = fc.constantFrom(
		{ ...NO_ANSWER, cancelled: true },
		{ ...NO_ANSWER, proxy: 'proxy:3128' },
		{ ...NO_ANSWER, insecure: true },
		{ ...NO_ANSWER, code: 'ENOTFOUND' },
	);
	fc.assert(
		fc.property(faults, (fault) => {
			const failure = new ApiFailure('It failed', { description: '' });
			failure.hints = { fault };
			expect(nodeError(node, failure).failure).toBeUndefined();
		}),
		{ numRuns: runs(100) },
	);
});
