import type { Call } from '../account.mts';
import { type Examination, type Inspected, Unusable } from '../examination.mts';
import { codeOf } from '../forms.mts';
import { blameOf, clockSkewSeconds } from '../reading.mts';

/** A small question whose answer is always there. */
const QUESTION: Call = {
	operation: 'getProductByDistributor',
	method: 'GET',
	path: '/product/getProductByDistributor',
	query: { pageIndex: '1', pageSize: '1' },
};

/** What no answer's way takes. */
const NOTICEABLE_SECONDS = 10;

/** From here on a clock is blamed for refusals, as the nodes do. */
const HARMFUL_SECONDS = 120;

const ONE_HOUR_MS = 3_600_000;

function examineClock(examination: Examination, { answer }: Inspected): void {
	const { findings } = examination;
	const skew = clockSkewSeconds(answer.date, answer.askedAt);
	if (skew === undefined) {
		findings.notChecked.push('The clock: answers have no Date header.');
	} else if (Math.abs(skew) > NOTICEABLE_SECONDS) {
		const came = `${Math.abs(skew)} seconds ${skew > 0 ? 'ahead of' : 'behind'} the server`;
		examination.tell('clock', QUESTION.operation, came, Math.abs(skew) <= HARMFUL_SECONDS);
	} else {
		findings.seen.push(`The clocks differ by no more than ${NOTICEABLE_SECONDS} seconds.`);
	}
}

/** How something was refused, without the vendor's words. */
function howRefused({ answer, envelope }: Inspected): string {
	const code = envelope.code === undefined ? 'no Code' : `Code ${codeOf(Number(envelope.code))}`;
	const blame = blameOf(envelope.message);
	const words = blame === undefined ? 'words that blame nothing known' : `words about the ${blame}`;
	return `HTTP ${answer.status}, ${code}, ${words}`;
}

/**
 * The clock, the signature, and how a wrong one is refused.
 *
 * @throws Unusable when a right signature is refused or something other than the API answers, so that
 *   nothing else can be asked
 */
export async function examineSignature(examination: Examination): Promise<void> {
	const { findings, account } = examination;
	const first = await examination.inspect(QUESTION);
	examineClock(examination, first);
	if (!first.envelope.succeeded) {
		examination.tell('signature-refused', QUESTION.operation, howRefused(first), false);
		findings.notes.push(`ZhongZhiYou said: ${first.envelope.message}`);
		throw new Unusable('The signature is refused');
	}
	findings.seen.push('A right signature is accepted.');

	const wrong = await examination.inspect(QUESTION, { signKey: `not ${account.signKey}` });
	if (wrong.envelope.succeeded) {
		examination.tell('wrong-signature-accepted', QUESTION.operation, 'a success', false);
	} else {
		findings.seen.push(`A wrong signature is refused: ${howRefused(wrong)}.`);
		findings.notes.push(`To a wrong signature ZhongZhiYou said: ${wrong.envelope.message}`);
		const isKnown = blameOf(wrong.envelope.message) !== undefined || wrong.answer.status === 401;
		if (!isKnown) examination.tell('refusal-words', QUESTION.operation, howRefused(wrong), true);
	}

	const late = await examination.inspect(QUESTION, { timestamp: Date.now() - ONE_HOUR_MS });
	findings.seen.push(
		late.envelope.succeeded
			? 'A Timestamp of an hour ago is accepted.'
			: `A Timestamp of an hour ago is refused: ${howRefused(late)}.`,
	);
}
