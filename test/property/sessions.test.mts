import fc from 'fast-check';

import { SESSION, whole } from '../../nodes/Zhongzhiyou/api/patterns.ts';
import { InputError } from '../../nodes/Zhongzhiyou/api/failures.ts';
import { joinSession, readSession } from '../../nodes/Zhongzhiyou/orders/session.ts';
import { runs } from '../support/runs.mts';

const VISIT_DAY = Date.UTC(2026, 4, 1) / 86_400_000;
const DASHES = ['-', '－', '–', '—', '——', '~', '～', '至', '到', ' - ', ' – '];

const minutes = fc.integer({ min: 0, max: 1440 });

type Spelling = (hour: number, minute: number) => string;

const two = (number: number) => String(number).padStart(2, '0');

/** Spellings that a product's list may have. */
const listed: Spelling[] = [
	(hour, minute) => `${two(hour)}:${two(minute)}`,
	(hour, minute) => `${hour}:${two(minute)}`,
	(hour, minute) => `${two(hour)}:${two(minute)}:00`,
	(hour, minute) => `2026-05-01 ${two(hour)}:${two(minute)}:00`,
	(hour, minute) => `2026/5/1 ${hour}:${two(minute)}`,
	(hour, minute) => `2026-05-01T${two(hour)}:${two(minute)}:00`,
	(hour, minute) => `0001-01-01T${two(hour)}:${two(minute)}:00`,
];

const spelling = fc.constantFrom(...listed);

function spell(by: Spelling, minute: number): string {
	return by(Math.floor(minute / 60), minute % 60);
}

function outcome(session: unknown): unknown {
	try {
		return readSession({ session }, VISIT_DAY);
	} catch (error) {
		if (error instanceof InputError) return 'refused';
		throw error;
	}
}

describe('a session', () => {
	test('that a product lists is sent to the letter, whatever dash joins it', () => {
		fc.assert(
			fc.property(minutes, minutes, spelling, spelling, (one, other, begins, ends) => {
				fc.pre(one !== other);
				const begin = spell(begins, Math.min(one, other));
				const end = spell(ends, Math.max(one, other));
				for (const dash of DASHES) {
					expect(outcome(`${begin}${dash}${end}`)).toEqual({ begin, end });
					expect(`${begin}${dash}${end}`).toMatch(whole(SESSION));
				}
				expect(outcome(joinSession({ begin, end }))).toEqual({ begin, end });
			}),
			{ numRuns: runs(500) },
		);
	});

	test('is sent in order, or goes over midnight, and never otherwise', () => {
		fc.assert(
			fc.property(minutes, minutes, (begin, end) => {
				const clock = listed[0];
				const isOver = begin >= 720 && begin < 1440 && end <= 360;
				const isDay = end === 0 && begin < 1440;
				const taken = outcome(`${spell(clock, begin)}-${spell(clock, end)}`) !== 'refused';
				expect(taken).toBe(begin < end || isOver || isDay);
			}),
			{ numRuns: runs(2000) },
		);
	});

	const piece = fc.constantFrom(
		...[
			'09',
			'9',
			':',
			'：',
			'-',
			'–',
			'至',
			' ',
			'00',
			'24',
			'60',
			'2026-05-01',
			'T',
			'/',
			'Z',
			'.5',
		],
	);
	const anything = fc.oneof(
		fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
		fc.string({ unit: 'binary' }),
		fc.anything({ withDate: true, withBigInt: true }),
	);

	test('read from anything is refused in words or has the digits that were given', () => {
		fc.assert(
			fc.property(anything, (value) => {
				const session = outcome(value);
				if (session === 'refused' || session === undefined) return;
				const digits = (text: string) => text.replace(/[^0-9]/g, '');
				const { begin, end } = Object.assign({ begin: '', end: '' }, session);
				expect(begin).toMatch(/[0-9]{1,2}:[0-9]{2}/);
				// What is written anew, such as a full-width colon, may get a zero in front.
				const bare = (text: string) => digits(text).replace(/0/g, '');
				expect(bare(String(value))).toContain(bare(begin));
				expect(bare(String(value))).toContain(bare(end));
			}),
			{ numRuns: runs(5000) },
		);
	});

	test('takes no time to refuse, however long the text', () => {
		const before = performance.now();
		for (const unit of ['09:00-', ' ', '9', '2026-05-01 ', '至', '-'])
			outcome(unit.repeat(runs(200_000)));
		expect(performance.now() - before).toBeLessThan(500);
	});
});
