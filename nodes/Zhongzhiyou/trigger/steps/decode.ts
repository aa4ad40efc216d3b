import { decodeEvent, readCallback, subjectOf } from '../../events/decode.ts';
import type { DecodedCall, ReadCall } from '../call.ts';
import { pass, refuse, type Result } from '../pipeline.ts';

/** Makes an event of the body, which has to be of the same partner as the headers. */
export function decode(call: ReadCall): Result<DecodedCall> {
	const callback = readCallback(call.raw);
	if (callback === undefined) return refuse({ kind: 'malformed' });
	if (callback.partnerId !== call.credential.partnerId) return refuse({ kind: 'bodyPartner' });
	const event = decodeEvent(callback, call.timestamp, call.now);
	return pass({ ...call, event, subject: subjectOf(callback) });
}
