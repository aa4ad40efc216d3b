// Messages drawn from openapi.yaml: whatever the contract allows, not only what the sandbox says.
import fc from 'fast-check';

import { asRecord, isRecord, type JsonRecord } from '../../harness/records.mts';

const DIGITS = fc.stringMatching(/^[1-9][0-9]{0,29}$/);
const SUFFIXED = fc.stringMatching(/^[1-9][0-9]{18}-[1-9]$/);
const TEXT = fc.oneof(
	fc.constantFrom('', '张三', '龙游石窟景区联票', 'true', '1.50', '007'),
	DIGITS,
);
const DAY_OF = /\^\[0-9\]\{4\}-/;

function pad(number: number): string {
	return String(number).padStart(2, '0');
}

const DAY = fc
	.tuple(
		fc.integer({ min: 2000, max: 2099 }),
		fc.integer({ min: 1, max: 12 }),
		fc.integer({ min: 1, max: 28 }),
	)
	.map(([year, month, day]) => `${year}-${pad(month)}-${pad(day)}`);
const CLOCK = fc
	.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
	.map(([hour, minute]) => `${pad(hour)}:${pad(minute)}`);

function list(value: unknown): unknown[] {
	return Array.isArray(value) ? value : [value];
}

/** Values that a schema of the contract allows. */
export class ContractValues {
	private readonly schemas: JsonRecord;

	/** @param document openapi.yaml, references unresolved */
	constructor(document: unknown) {
		this.schemas = asRecord(asRecord(asRecord(document).components).schemas);
	}

	/** @throws TypeError for a schema that is not there */
	of(name: string): fc.Arbitrary<unknown> {
		return this.from(asRecord(this.schemas[name]), name);
	}

	private from(schema: JsonRecord, name = ''): fc.Arbitrary<unknown> {
		const reference = schema.$ref;
		if (typeof reference === 'string') return this.of(reference.split('/').at(-1) ?? '');
		if (name === 'VoucherCode') return fc.oneof(DIGITS, SUFFIXED);
		if ('const' in schema) return fc.constant(schema.const);
		if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum);
		const choices = schema.oneOf;
		if (Array.isArray(choices)) {
			return fc.oneof(...choices.map((choice) => this.from(asRecord(choice))));
		}
		return fc.oneof(...list(schema.type).map((type) => this.ofType(String(type), schema)));
	}

	private ofType(type: string, schema: JsonRecord): fc.Arbitrary<unknown> {
		switch (type) {
			case 'null':
				return fc.constant(null);
			case 'boolean':
				return fc.boolean();
			case 'integer':
				return fc.maxSafeNat();
			case 'number':
				return fc.nat({ max: 10_000_000 }).map((fen) => fen / 100);
			case 'array':
				return fc.array(this.from(asRecord(schema.items)), { maxLength: 4 });
			case 'object':
				return this.object(schema);
			default:
				return this.text(schema);
		}
	}

	private object({ properties = {}, required = [] }: JsonRecord): fc.Arbitrary<unknown> {
		const members = Object.entries(asRecord(properties)).map(
			([name, schema]) => [name, this.from(asRecord(schema))] as const,
		);
		const requiredKeys = list(required).map(String);
		return fc.record(Object.fromEntries(members), { requiredKeys });
	}

	private text({ pattern }: JsonRecord): fc.Arbitrary<unknown> {
		if (typeof pattern !== 'string') return TEXT;
		if (pattern.includes(':[0-5][0-9]$') && !DAY_OF.test(pattern)) return CLOCK;
		if (!DAY_OF.test(pattern)) return fc.stringMatching(new RegExp(pattern));
		const moment = fc.tuple(DAY, CLOCK).map(([day, clock]) => `${day} ${clock}:07`);
		if (pattern.includes(')?$')) return fc.oneof(DAY, moment);
		return pattern.endsWith(':[0-5][0-9]$') ? moment : DAY;
	}
}

/** Every text, number and boolean in a message, in order. */
export function leavesOf(value: unknown): unknown[] {
	if (Array.isArray(value)) return value.flatMap(leavesOf);
	return isRecord(value) ? Object.values(value).flatMap(leavesOf) : [value];
}
