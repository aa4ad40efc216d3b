import { closingAfterAll, closingAfterEach, type Closing } from '../support/closing.mts';

/** Names of what is open, in the order in which it was opened. */
const open = new Set<string>();

async function opening(name: string, ready: Promise<unknown> = Promise.resolve()) {
	await ready;
	open.add(name);
	return { name, close: async () => open.delete(name) };
}

async function failing(): Promise<{ close(): Promise<void> }> {
	throw new Error('The port is taken');
}

let late: Closing;

describe('while tests run', () => {
	const closing = closingAfterAll();
	const closingEach = closingAfterEach();
	const { promise: ready, resolve: getReady } = Promise.withResolvers<void>();

	beforeAll(async () => {
		late = closing;
		await closing(opening('shared'));
		// A hook that was given up: what it opens is there only when the tests are over.
		void closing(opening('slow', ready));
		await expect(closing(failing())).rejects.toThrow('The port is taken');
	});

	beforeEach(async () => void (await closingEach(opening('each'))));

	test('what they share and what each has is open', async () => {
		await closingEach(opening('own'));
		expect([...open]).toEqual(['shared', 'each', 'own']);
	});

	test('what another had is closed', () => {
		expect([...open]).toEqual(['shared', 'each']);
		setTimeout(getReady, 20);
	});
});

describe('when they are over', () => {
	test('all is closed, also what was not open yet and what failed to open', () => {
		expect([...open]).toEqual([]);
	});

	test('what is opened too late is closed at once', async () => {
		await late(opening('too late'));
		expect([...open]).toEqual([]);
	});
});
