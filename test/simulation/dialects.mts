import { ALL_DIALECTS, DIALECT_NAMES } from '../../sandbox/dialects/index.mts';
import type { Sandbox } from '../../sandbox/sandbox.mts';

/** How the vendor may speak: as its document does, in each of the dialects, and in all of them. */
const WAYS: ReadonlyArray<readonly string[]> = [
	[],
	...DIALECT_NAMES.map((name) => [name]),
	[ALL_DIALECTS],
];

/** Lets the sandbox speak in one of the ways; every second time with voucher codes as numbers. */
export function speak({ settings }: Sandbox, way: number): void {
	settings.dialects = WAYS[(way >> 1) % WAYS.length];
	settings.numericVouchers = way % 2 === 1;
}
