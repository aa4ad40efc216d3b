import { verifySignature, type Verification } from '../../api/signature.ts';
import type { Credential } from '../../api/types.ts';
import { calledUrlOf } from '../../host.ts';
import type { Call, VerifiedCall } from '../call.ts';
import { pass, refuse, type Result } from '../pipeline.ts';
import type { Refusal } from '../refusals.ts';

/** Refusals that a credential changed a moment ago could explain. */
const MENDED_BY_READING_ANEW: readonly Refusal['kind'][] = ['signature', 'partner'];

const ORIGIN = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i;

const QUERY = /[?#].*$/s;

/** The path of a URL or of its part after the host, as it is written and as it is sent. */
function pathsOf(url = ''): string[] {
	const written = url.replace(ORIGIN, '').replace(QUERY, '');
	if (written === '') return [];
	const path = written.startsWith('/') ? written : `/${written}`;
	const sent = URL.parse(`http://localhost${path}`)?.pathname;
	return sent === undefined ? [path] : [path, sent];
}

/** Every path that the sender may have signed: the public one and the one that reached n8n. */
function signedPaths({ context, request, settings: { extraPath } }: Call): string[] {
	const paths = [
		...pathsOf(context.getNodeWebhookUrl('default')),
		// The public address of a test, while one is listened for.
		...pathsOf(calledUrlOf(context, request.originalUrl)),
		...pathsOf(request.originalUrl),
		...pathsOf(extraPath),
	];
	return [...new Set(paths)];
}

/** Lets through what the partner of the credential has signed (API, Authentication). */
export async function verify(call: Call): Promise<Result<VerifiedCall>> {
	const { context, request, settings, kept, now } = call;
	const paths = signedPaths(call);
	const check = ({ partnerId, signKey, previousSignKey }: Credential): Verification =>
		verifySignature(
			request.headers,
			paths,
			{ partnerId, signKeys: [signKey, previousSignKey], tolerance: settings.tolerance },
			now,
		);
	try {
		let credential = await kept.credential.current(context, now);
		let result = check(credential);
		if (!result.ok && MENDED_BY_READING_ANEW.includes(result.reason.kind)) {
			credential = await kept.credential.renewed(context, now);
			result = check(credential);
		}
		return result.ok
			? pass({ ...call, credential, timestamp: result.timestamp })
			: refuse(result.reason);
	} catch (error) {
		return refuse({
			kind: 'credential',
			problem: error instanceof Error ? error.message : String(error),
		});
	}
}
