// The bench that the tests of a file share, for files that node:test runs.
import { after, before, beforeEach } from 'node:test';

import { asString } from '../../harness/records.mts';
import type { Fault } from '../../sandbox/control/faults.mts';
import { type Bench, type BenchOptions, bodyOf, startBench } from './workflow.mts';

export let bench: Bench;

/** Gives the tests of a file an n8n and a sandbox, which is as new before each. */
export function useBench(options: BenchOptions = {}): void {
	before(async () => {
		bench = await startBench(options);
	});

	after(async () => await bench?.close());

	beforeEach(() => bench.reset());
}

/** Has the sandbox fail, the next time that an operation (operationId) is called unless told. */
export function fault(kind: Fault['kind'], operation: string, more: Partial<Fault> = {}): void {
	bench.sandbox.faults.add({ kind, operation, count: 1, ...more });
}

/** The shop's numbers of the orders that were sent, oldest first. */
export function originIds(): string[] {
	return bench.requests('createOrder').map((request) => asString(bodyOf(request).OriginOrderId));
}
