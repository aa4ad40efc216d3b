import { isObject, Voucher } from '../formats/json.mts';
import type { Dialect, Rule } from './dialect.mts';

/** Where a value stands: its member's name, and with the name of the member around it. */
interface Place {
	name: string;
	path: string;
}

function inside({ name }: Place, member: string): Place {
	return { name: member, path: `${name}.${member}` };
}

function rulesFor(rules: readonly Rule[], { name, path }: Place): Rule[] {
	return rules.filter(
		({ members }) => members === undefined || members.includes(name) || members.includes(path),
	);
}

function isTree(value: unknown): value is Record<string, unknown> {
	return isObject(value) && !(value instanceof Voucher);
}

class Speaker {
	private readonly dialects: readonly Dialect[];
	private turn = 0;

	constructor(dialects: readonly Dialect[]) {
		this.dialects = dialects;
	}

	say(value: unknown, place: Place): unknown {
		const shapes = rulesFor(
			this.dialects.flatMap((dialect) => dialect.shapes ?? []),
			place,
		);
		return this.sayParts(
			shapes.reduce((shaped, rule) => rule.write(shaped) ?? shaped, value),
			place,
		);
	}

	private sayParts(value: unknown, place: Place): unknown {
		if (Array.isArray(value)) return value.map((entry: unknown) => this.sayParts(entry, place));
		if (!isTree(value)) return this.sayLeaf(value, place);
		const members = Object.entries(value).map(([name, member]) => [
			this.dialects.reduce((spelled, dialect) => dialect.spell?.(spelled) ?? spelled, name),
			this.say(member, inside(place, name)),
		]);
		return Object.fromEntries(members);
	}

	private sayLeaf(value: unknown, place: Place): unknown {
		const said = rulesFor(
			this.dialects.flatMap((dialect) => dialect.values ?? []),
			place,
		)
			.map((rule) => rule.write(value))
			.filter((written) => written !== undefined);
		if (said.length > 1) this.turn += 1;
		return said.length === 0 ? value : said[this.turn % said.length];
	}
}

/**
 * Writes a message of the contract's in dialects; with none it stays the message itself.
 *
 * @param name the member that the message stands in, e.g. OrderNotifyBody
 */
export function speak(dialects: readonly Dialect[], message: object, name = ''): object {
	if (dialects.length === 0) return message;
	const said = new Speaker(dialects).say(message, { name, path: name });
	return isObject(said) ? said : message;
}

function read(rules: readonly Rule[], value: unknown, place: Place): unknown {
	if (Array.isArray(value)) return value.map((entry: unknown) => read(rules, entry, place));
	if (isTree(value)) {
		return Object.fromEntries(
			Object.entries(value).map(([name, member]) => [
				name,
				read(rules, member, inside(place, name)),
			]),
		);
	}
	return rulesFor(rules, place).reduce((known, rule) => rule.write(known) ?? known, value);
}

/** Turns the body of a request in dialects into the contract's own form. */
export function readBody(dialects: readonly Dialect[], body: unknown): unknown {
	const rules = dialects.flatMap((dialect) => dialect.reads ?? []);
	return rules.length === 0 ? body : read(rules, body, { name: '', path: '' });
}

/**
 * The query of a request as dialects take it.
 *
 * @param known the parameters that the operation has
 */
export function readQuery(
	dialects: readonly Dialect[],
	query: Record<string, string>,
	known: ReadonlySet<string>,
): Record<string, string> {
	const insisted = dialects
		.flatMap((dialect) => Object.entries(dialect.insists ?? {}))
		.filter(([name]) => known.has(name));
	return { ...query, ...Object.fromEntries(insisted) };
}
