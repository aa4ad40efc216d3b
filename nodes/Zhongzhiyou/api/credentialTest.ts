import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import { parseCredential } from './credential.ts';
import { deadlineAfter, unlessAborted } from './deadline.ts';
import { networkFailure } from './errors.ts';
import { CredentialError, type ApiFailure } from './failures.ts';
import { networkFaultOf, NO_ANSWER, type NetworkFault } from './networkFault.ts';
import { readAnswer, type Answer } from './request.ts';
import { signedHeaders } from './signature.ts';
import type { ApiRequest, Credential } from './types.ts';

/** The cheapest signed read: one product (API 1.1.1). */
const PROBE: ApiRequest = {
	method: 'GET',
	path: '/product/getProductByDistributor',
	query: { pageIndex: '1', pageSize: '1' },
	writes: false,
};

/** Milliseconds to wait for the answer while a person looks at the credential's window. */
const TIMEOUT = 15_000;

const TOO_LATE: NetworkFault = { ...NO_ANSWER, code: 'ETIMEDOUT' };

type TestHelpers = ICredentialTestFunctions['helpers'];

async function probe(
	helpers: TestHelpers,
	credential: Credential,
): Promise<ApiFailure | undefined> {
	const { baseUrl, partnerId, signKey } = credential;
	try {
		const asked: Promise<Answer> = helpers.request({
			method: PROBE.method,
			uri: `${baseUrl}${PROBE.path}?${new URLSearchParams(PROBE.query).toString()}`,
			headers: {
				Accept: 'application/json',
				...signedHeaders(signKey, { partnerId, timestamp: Date.now(), apiPath: PROBE.path }),
			},
			encoding: 'utf-8',
			json: false,
			simple: false,
			followRedirect: false,
			resolveWithFullResponse: true,
			timeout: TIMEOUT,
		});
		const answer = await unlessAborted(asked, deadlineAfter(TIMEOUT));
		if (answer === undefined) return networkFailure(PROBE, TOO_LATE, baseUrl);
		const attempt = readAnswer(PROBE, answer);
		return 'failure' in attempt ? attempt.failure : undefined;
	} catch (error) {
		return networkFailure(PROBE, networkFaultOf(error, baseUrl), baseUrl);
	}
}

/**
 * Tests a credential against the API. It stands here and not in the credential's `test`, because
 * n8n shows a failed connection of the latter as a bare code such as ECONNREFUSED.
 */
export async function testCredential(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	let parsed: Credential;
	try {
		parsed = parseCredential(credential.data ?? {});
	} catch (error) {
		return {
			status: 'Error',
			message: error instanceof CredentialError ? error.message : String(error),
		};
	}
	const failure = await probe(this.helpers, parsed);
	if (failure === undefined) return { status: 'OK', message: 'Connection successful' };
	return { status: 'Error', message: `${failure.message}. ${failure.description}` };
}
