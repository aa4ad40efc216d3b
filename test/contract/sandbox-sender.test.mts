import {
	BAD_KINDS,
	buildCallback,
	isBadKind,
	sendCallback,
	type BadKind,
} from '../../sandbox/callbacks/callback.mts';
import { EVENT_NAMES } from '../../sandbox/callbacks/samples.mts';
import { DEFAULT_SIGN_KEY } from '../../sandbox/identity.mts';
import { createContractChecks, type ContractChecks } from '../../sandbox/testing/checks.mts';
import { RECEIVED, Receiver } from '../support/callback-receiver.mts';
import { closingAfterEach } from '../support/closing.mts';

let receiver: Receiver;
let checks: ContractChecks;
let url: string;

beforeAll(async () => {
	checks = await createContractChecks();
});

const closing = closingAfterEach();

beforeEach(async () => {
	receiver = await closing(Receiver.start());
	({ url } = receiver);
});

describe('the sender', () => {
	const options = () => ({
		url,
		partnerId: '9258',
		signKey: DEFAULT_SIGN_KEY,
	});
	const known = EVENT_NAMES.filter((event) => event !== 'unknown');

	it.each(known)('sends %s as the contract has it', async (event) => {
		const answer = await sendCallback(buildCallback(event, options()));
		expect(answer).toEqual({ status: 200, text: RECEIVED, acknowledged: true });
		const [{ text, headers }] = receiver.received;
		expect(checks.callback(text, headers)).toEqual([]);
	});

	it('replaces members of the sample', async () => {
		await sendCallback(
			buildCallback('order.issued', { ...options(), body: { OrderId: '123456789012345678901' } }),
		);
		expect(receiver.received[0].notice).toMatchObject({
			OrderId: '123456789012345678901',
			TicketStatus: 1,
		});
	});

	it.each(Object.keys(BAD_KINDS).filter(isBadKind))('does exactly one thing wrong: %s', (bad) => {
		const timestamp = 1753756569000;
		const good = buildCallback('order.redeemed', { ...options(), timestamp });
		const wrong = buildCallback('order.redeemed', { ...options(), timestamp, bad });
		const differing = ['Authorization', 'PartnerId', 'Timestamp', 'Content-Type'].filter(
			(name) => good.headers[name] !== wrong.headers[name],
		);
		const expected: Record<BadKind, [string[], boolean]> = {
			'missing-authorization': [['Authorization'], true],
			'wrong-scheme': [['Authorization'], true],
			'wrong-auth-pub': [['Authorization'], true],
			'wrong-key': [['Authorization'], true],
			'other-partner': [['Authorization'], true],
			'header-partner': [['PartnerId'], true],
			'body-partner': [[], false],
			'too-old': [['Authorization', 'Timestamp'], true],
			'too-new': [['Authorization', 'Timestamp'], true],
			'wrong-path': [['Authorization'], true],
			'partial-signature': [['Authorization'], true],
			'not-json': [[], false],
			'no-body': [[], false],
			'body-not-json': [[], false],
		};
		expect([differing, good.body === wrong.body]).toEqual(expected[bad]);
	});
});
