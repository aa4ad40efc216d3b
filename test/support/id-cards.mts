/** The weights of GB 11643 and what each remainder gives. */
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECK_DIGITS = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];

/** A resident ID card of 18 characters with its check digit, made of the 17 digits before it. */
export function withCheckDigit(digits: string): string {
	const sum = [...digits].reduce((total, digit, at) => total + Number(digit) * WEIGHTS[at], 0);
	return `${digits}${CHECK_DIGITS[sum % 11]}`;
}

/**
 * A valid resident ID card; each index below 1000 has its own.
 *
 * @param birthDate eight digits
 */
export function residentIdCard(index: number, birthDate = '19900101'): string {
	return withCheckDigit(`330103${birthDate}${String(index).padStart(3, '0')}`);
}
