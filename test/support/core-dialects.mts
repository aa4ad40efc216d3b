// The core in every dialect against the core in none, for the runner that calls it.
import assert from 'node:assert/strict';

import { ALL_DIALECTS, DIALECT_NAMES, readDialects } from '../../sandbox/dialects/index.mts';
import { CORE, withoutCodes, type CoreHost, type CoreStep } from './core.mts';

const PLAIN = 'plain';

/** Where codes have another shape, they are compared as voucherCodes only. */
const RESHAPING = ['bare-codes', 'wrapped-codes', ALL_DIALECTS];

/** Every dialect to try, the plain one first: the others are compared with it. */
export const TRIED: readonly string[] = [PLAIN, ...DIALECT_NAMES, ALL_DIALECTS];

export class CoreComparison {
	private readonly plain = new Map<string, unknown>();

	/** The steps of the core, each to be run in every dialect. */
	get steps(): readonly CoreStep[] {
		return CORE;
	}

	/**
	 * Runs a step on a sandbox as new that speaks a dialect.
	 *
	 * @throws AssertionError where the nodes do not do what they must, or not the same as in plain
	 */
	async run({ name, run }: CoreStep, dialect: string, host: CoreHost): Promise<void> {
		const { sandbox } = host;
		sandbox.upstream.reset();
		sandbox.requests.reset();
		sandbox.faults.clear();
		sandbox.callbacks.target = undefined;
		sandbox.callbacks.reset();
		const names = dialect === PLAIN ? [] : [dialect];
		sandbox.settings.dialects = readDialects(names).map((known) => known.name);
		const result = await run(host);
		if (dialect === PLAIN) this.plain.set(name, result);
		assert.ok(this.plain.has(name), 'it fails in the plain dialect already');
		const [actual, expected] = RESHAPING.includes(dialect)
			? [withoutCodes(result), withoutCodes(this.plain.get(name))]
			: [result, this.plain.get(name)];
		assert.deepEqual(actual, expected);
	}
}
