import { InputError } from '../api/failures.ts';
import { chinaDayNumber } from '../api/time.ts';

/** A resident ID card since 1999: region, birth date, number, check digit (GB 11643). */
const LENGTH = 18;

const ID_CARD = /^[0-9]{6}(?<birth>[0-9]{8})[0-9]{3}[0-9Xx]$/;

const BETWEEN = /[^0-9A-Za-z]/g;

const BIRTH_PARTS = /^(....)(..)(..)$/;

/** Nobody who visits was born before. */
const FIRST_BIRTHDAY = '1900-01-01';

const CHECK_DIGITS = '10X98765432';

/** What people write between the digits of a number. */
const SEPARATORS = /[ ()\-.]/g;

const MAINLAND = /^(?:(?:\+|00)?86)?1[3-9][0-9]{9}$/;

const HONG_KONG_OR_MACAU = /^(?:\+|00)?85[23][0-9]{8}$/;

/** With its country code; China's own codes have their own lengths, above. */
const INTERNATIONAL = /^(?:\+|00)(?!86|85[23])[1-9][0-9]{6,14}$/;

/**
 * The check digit of a resident ID card.
 *
 * @param digits the 17 before it
 */
export function checkDigit(digits: string): string {
	// ISO 7064 MOD 11-2: the weights are powers of two.
	const sum = [...digits].reduce((total, digit) => ((total + Number(digit)) * 2) % 11, 0);
	return CHECK_DIGITS.charAt(sum);
}

function isBirthday(digits: string): boolean {
	const date = digits.replace(BIRTH_PARTS, '$1-$2-$3');
	const born = chinaDayNumber(date);
	const today = chinaDayNumber(new Date());
	return date >= FIRST_BIRTHDAY && born !== undefined && today !== undefined && born <= today;
}

/**
 * Refuses a resident ID card that cannot exist. Only those of 18 characters say so: older ones of
 * 15 have no check digit.
 *
 * @throws InputError that does not repeat the number, which is personal
 */
export function checkIdCard(idCard: string, label: string): void {
	if (idCard.length !== LENGTH && idCard.replace(BETWEEN, '').length !== LENGTH) return;
	const birth = ID_CARD.exec(idCard)?.groups?.birth;
	const refuse = (problem: string): never => {
		throw new InputError(
			label,
			problem,
			"Check the number, or set 'ID Card Type' if it is another kind of document. The option 'Check ID Cards and Mobiles' switches this check off.",
		);
	};
	if (birth === undefined) refuse('has 18 characters, but they are not 17 digits and a digit or X');
	else if (!isBirthday(birth)) refuse('has a birth date that cannot be');
	else if (checkDigit(idCard.slice(0, -1)) !== idCard.slice(-1).toUpperCase()) {
		refuse('has a wrong check digit: a digit is mistyped or changed places');
	}
}

/**
 * Refuses a mobile number at which nobody can be reached.
 *
 * @throws InputError that quotes it
 */
export function checkMobile(mobile: string, label: string): void {
	const digits = mobile.replace(SEPARATORS, '');
	if ([MAINLAND, HONG_KONG_OR_MACAU, INTERNATIONAL].some((form) => form.test(digits))) return;
	throw new InputError(
		label,
		`is not a mobile number: "${mobile.slice(0, 30)}"`,
		"Give a mainland number (11 digits), or one with its country code, such as +852 or +1. The option 'Check ID Cards and Mobiles' switches this check off.",
	);
}
