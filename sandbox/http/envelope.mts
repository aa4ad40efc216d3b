import { chinaDigits } from '../formats/china-time.mts';
import type { Refusal } from '../upstream/refusal.mts';

/** An answer before it is written. */
export interface Answer {
	status: number;
	body: object;
}

// 0001-01-01 to 1970-01-01 in the 100 ns ticks of .NET, of which the vendor's LogIds begin.
const TICKS_AT_EPOCH = 621355968000000000n;
const CHINA_OFFSET_MS = 8 * 3_600_000;

let lastLogId = 0;

/** A LogId of the vendor's form, ticks, time and a number, unlike any other of this process. */
export function nextLogId(now: number): string {
	lastLogId = (lastLogId + 1) % 10_000_000;
	const ticks = TICKS_AT_EPOCH + BigInt(now + CHINA_OFFSET_MS) * 10_000n;
	const number = String(lastLogId).padStart(7, '0');
	return `${ticks + BigInt(number.slice(0, 4))}${chinaDigits(now)}${number.slice(4)}`;
}

export function refused(refusal: Refusal, now: number): object {
	return { Code: refusal.code, IsSuccess: false, LogId: nextLogId(now), Message: refusal.message };
}
