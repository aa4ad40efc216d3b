import { holdsNothing, isBlank } from './blank.ts';
import { parseJson } from './json.ts';
import { leavesOf } from './leaves.ts';
import { memberTable, nameMembers } from './members.ts';
import { anyOf, FAILURE_WORD, wholeText } from './patterns.ts';
import type { JsonObject, JsonValue } from './types.ts';

/** The vendor's answer around every result (API, The envelope). */
export interface Envelope {
	/** What a read goes by. */
	succeeded: boolean;
	/** False where IsSuccess and Code contradict each other or nothing is said: a write is then unknown. */
	isClear: boolean;
	data: JsonValue | undefined;
	/** Informative where IsSuccess is true: the API succeeds with 1000, 1, 0 or none at all. */
	code: number | string | undefined;
	logId: string;
	message: string;
}

/** The code that stands for success where IsSuccess is missing, and that acknowledges a callback. */
export const CODE_OK = 1000;

export function isJsonObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const ENVELOPE = memberTable({ Data: [], Code: [], IsSuccess: [], LogId: [], Message: [] });

/** What IsSuccess says: nothing where it is missing or blank, and it may be no answer at all. */
type Said = 'yes' | 'no' | 'nothing' | 'unreadable';

/** As .NET, a database or a form writes them; in lower case. */
const YES: readonly string[] = ['true', '1', 'yes', 'y'];

const NO: readonly string[] = ['false', '0', 'no', 'n'];

function saidBy(value: JsonValue | undefined): Said {
	if (isBlank(value)) return 'nothing';
	if (typeof value === 'object') return 'unreadable';
	const word = String(value).trim().toLowerCase();
	if (YES.includes(word)) return 'yes';
	return NO.includes(word) ? 'no' : 'unreadable';
}

/** What a Code says beside IsSuccess; nothing, where it is missing or means something else. */
type CodeSaid = 'ok' | 'failed' | 'nothing';

/** Codes such as ERROR and E1001. */
const FAILURE = new RegExp(anyOf(FAILURE_WORD, wholeText('e[-_]?[0-9]*')), 'i');

/** The least number that stands for a failure, as HTTP counts. */
const LEAST_FAILURE = 400;

/**
 * A payment succeeds with 1 and a cancellation with 0, with which a pre-check fails, and QR codes come
 * without any: so they say nothing, no more than what other servers succeed with, such as 200.
 */
function codeSaid(code: number | string | undefined): CodeSaid {
	const digits = String(code ?? '').trim();
	if (digits === String(CODE_OK)) return 'ok';
	const number = Number(digits);
	const hasFailed = Number.isNaN(number)
		? FAILURE.test(digits)
		: number < 0 || number >= LEAST_FAILURE;
	return hasFailed ? 'failed' : 'nothing';
}

type Verdict = Pick<Envelope, 'succeeded' | 'isClear'>;

const SUCCESS: Verdict = { succeeded: true, isClear: true };

const REFUSAL: Verdict = { succeeded: false, isClear: true };

/** A write that may have been carried out; a read takes what stands here. */
const unclear = (succeeded: boolean): Verdict => ({ succeeded, isClear: false });

/** By IsSuccess, and then by Code. */
const VERDICTS: Record<Said, Record<CodeSaid, Verdict>> = {
	yes: { ok: SUCCESS, failed: unclear(true), nothing: SUCCESS },
	no: { ok: unclear(false), failed: REFUSAL, nothing: REFUSAL },
	nothing: { ok: SUCCESS, failed: REFUSAL, nothing: unclear(false) },
	unreadable: { ok: unclear(false), failed: unclear(false), nothing: unclear(false) },
};

function text(value: JsonValue | undefined): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** The words of an answer, also where they came as a list or an object. */
function wordsIn(value: JsonValue | undefined): string {
	if (typeof value !== 'object') return text(value);
	return leavesOf(value)
		.map((leaf) => leaf.text)
		.join('; ');
}

/**
 * Opens an answer, whose names may come in any case. Success is what IsSuccess says; the code
 * decides only where IsSuccess is missing (API, The envelope). Where the two contradict each other,
 * or nothing is said, the answer is not clear.
 *
 * @returns undefined when the text is not an envelope of this API
 */
export function openEnvelope(body: string): Envelope | undefined {
	let parsed: JsonValue;
	try {
		parsed = parseJson(body);
	} catch {
		return undefined;
	}
	if (!isJsonObject(parsed)) return undefined;
	const { Data, Code, IsSuccess, LogId, Message } = nameMembers(parsed, ENVELOPE);
	if (IsSuccess === undefined && Code === undefined) return undefined;
	const code = typeof Code === 'number' || typeof Code === 'string' ? Code : undefined;
	const message = wordsIn(Message);
	const verdict = VERDICTS[saidBy(IsSuccess)][codeSaid(code)];
	const saysNothing = isBlank(code) && isBlank(message) && holdsNothing(Data);
	return {
		// A refusal that says nothing of why may be one of a system that does not know it itself.
		...(verdict === REFUSAL && saysNothing ? unclear(false) : verdict),
		data: Data,
		code,
		logId: text(LogId),
		message,
	};
}
