import type { ReadCall, VerifiedCall } from '../call.ts';
import { pass, refuse, type Result } from '../pipeline.ts';

/** Receives the body, only now that the sender is known. */
export async function read(call: VerifiedCall): Promise<Result<ReadCall>> {
	const { request } = call;
	try {
		await request.readRawBody();
		return pass({ ...call, raw: (request.rawBody ?? Buffer.alloc(0)).toString('utf8') });
	} catch {
		return refuse({ kind: 'unreadable' });
	}
}
