import {
	checkDigit,
	checkIdCard,
	checkMobile,
} from '../../../nodes/Zhongzhiyou/orders/documents.ts';
import { residentIdCard, withCheckDigit } from '../../support/id-cards.mts';
import { refusalOf } from '../refusal-of.mts';

const LABEL = 'Visitor 1 ID Card';

/** In China, as an ID card has it. */
const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10).replaceAll('-', '');

describe('a resident ID card', () => {
	test.each([
		// Published examples of GB 11643.
		'11010519491231002X',
		'440524188001010014',
		'53010219200508011X',
	])('has the check digit of its digits: %s', (card) => {
		expect(checkDigit(card.slice(0, -1))).toBe(card.slice(-1));
	});

	test.each([
		['of a man', '330103199001011230'],
		['that ends with X', '11010519491231002X'],
		['that ends with x', '11010519491231002x'],
		['of a leap day', residentIdCard(1, '20000229')],
		['of somebody born today', residentIdCard(1, today)],
		['of the first day that counts', residentIdCard(1, '19000101')],
		['of 15 digits, which has no check digit', '330103900101123'],
		['of another length', '3301036566544662'],
		['that is none', ''],
	])('is taken: %s', (_name, card) => {
		expect(refusalOf(() => checkIdCard(card, LABEL))).toBe('nothing was refused');
	});

	const tomorrow = new Date(Date.now() + 36 * 3_600_000).toISOString().slice(0, 10);

	test.each([
		['a wrong check digit', '330103199001011234', 'has a wrong check digit'],
		['an X for a digit', '33010319900101123X', 'has a wrong check digit'],
		['February 30', residentIdCard(1, '19900230'), 'has a birth date that cannot be'],
		['month 13', residentIdCard(1, '19901301'), 'has a birth date that cannot be'],
		['a year of the century before last', residentIdCard(1, '18991231'), 'has a birth date'],
		['a day to come', residentIdCard(1, tomorrow.replaceAll('-', '')), 'has a birth date'],
		['a letter within', '33010319900101A230', 'has 18 characters, but they are not 17 digits'],
		['full-width digits', '３３０１０３１９９００１０１１２３０', 'has 18 characters, but'],
		['spaces between', '330103 19900101 1230', 'has 18 characters, but'],
		['an invisible character', '330103\u200b199001011230', 'has 18 characters, but'],
	])('is refused with %s, and not repeated', (_name, card, problem) => {
		const sentence = refusalOf(() => checkIdCard(card, LABEL));
		expect(sentence.startsWith(`${LABEL} ${problem}`)).toBe(true);
		expect(sentence).not.toContain(card);
	});

	test('is refused with any digit mistyped, or two beside each other swapped', () => {
		const card = withCheckDigit('33010319871205764');
		const wrong = [...card].flatMap((digit, at) => {
			const others = [...'0123456789'].filter((other) => other !== digit);
			const typed = others.map((other) => card.slice(0, at) + other + card.slice(at + 1));
			const [one, two] = [card.charAt(at), card.charAt(at + 1)];
			const swapped = card.slice(0, at) + two + one + card.slice(at + 2);
			return two === '' || one === two ? typed : [...typed, swapped];
		});
		const taken = wrong.filter(
			(each) => refusalOf(() => checkIdCard(each, LABEL)) === 'nothing was refused',
		);
		expect(taken).toEqual([]);
		expect(wrong.length).toBeGreaterThan(160);
	});
});

describe('a mobile', () => {
	test.each([
		...['18102623512', '13800000000', '19912345678', '+8618102623512', '008618102623512'],
		...['8618102623512', '181-0262-3512', '+86 181 0262 3512', '+85291234567', '85366123456'],
		...['00852 9123 4567', '+1 (415) 555-2671', '+442071838750', '00886912345678', '+6591234567'],
	])('is taken: %s', (mobile) => {
		expect(refusalOf(() => checkMobile(mobile, 'Contact Mobile'))).toBe('nothing was refused');
	});

	test('is quoted as far as it may be one', () => {
		expect(refusalOf(() => checkMobile('1'.repeat(99), 'Contact Mobile'))).toBe(
			`Contact Mobile is not a mobile number: "${'1'.repeat(30)}"`,
		);
	});

	test.each([
		...['1285291234567', '12+4915112345678', '9900886912345678'],
		...['1', '12812345678', '1810262351', '181026235123', '+8612812345678', '+861810262351'],
		...[
			'0571-87654321',
			'91234567',
			'+8529123456',
			'+852912345678',
			'+85212345678901',
			'+0123456789',
		],
		...[
			'+12345',
			'+1234567890123456',
			'4155552671',
			'１８１０２６２３５１２',
			'none',
			'18102623512a',
		],
		...['181\u200b02623512', '18102623512 / 13800000000'],
	])('is refused: %s', (mobile) => {
		expect(refusalOf(() => checkMobile(mobile, 'Contact Mobile'))).toBe(
			`Contact Mobile is not a mobile number: "${mobile}"`,
		);
	});
});
