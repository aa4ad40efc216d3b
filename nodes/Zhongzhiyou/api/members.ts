import { isBlank } from './blank.ts';
import { InputError } from './failures.ts';
import type { JsonObject, JsonValue } from './types.ts';

/** The members that an object may have, and every name under which each is found, in any case. */
export interface MemberTable<Member extends string> {
	readonly byName: ReadonlyMap<string, Member>;
	/** The members' own names. */
	readonly own: ReadonlySet<string>;
	/** What is known, as a remedy for a name that is not. */
	readonly known: string;
	/** Members that count when they are blank too: whoever names them wants a value of their own. */
	readonly namedIsGiven: ReadonlySet<Member>;
}

/**
 * @param members the other names of each member, beside its own
 * @param known what is known, as a remedy for a name that is not
 */
export function memberTable<Member extends string>(
	members: Record<Member, readonly string[]>,
	known = '',
	namedIsGiven: ReadonlyArray<NoInfer<Member>> = [],
): MemberTable<Member> {
	const byName = new Map<string, Member>();
	for (const member in members) {
		for (const name of [member, ...members[member]]) byName.set(name.toLowerCase(), member);
	}
	return {
		byName,
		own: new Set(Object.keys(members)),
		known,
		namedIsGiven: new Set(namedIsGiven),
	};
}

/** Whether two values mean the same: a number and its digits as text do. */
export function sameValue(one: unknown, other: unknown): boolean {
	const form = (value: unknown) =>
		typeof value === 'object' ? JSON.stringify(value) : String(value).trim();
	return form(one) === form(other);
}

/**
 * Finds the members of what a user gives. Blank ones count as not given.
 *
 * @param label what the object is, which starts the message of an error
 * @param unknown whether a name that is not known is refused or passed over
 * @throws InputError for a name that is not known, and for two names of one member that differ
 */
export function readMembers<Member extends string>(
	source: object,
	table: MemberTable<Member>,
	label: string,
	unknown: 'refuse' | 'skip',
): Partial<Record<Member, unknown>> {
	const found: Partial<Record<Member, unknown>> = {};
	const foundAs = new Map<Member, string>();
	for (const [name, value] of Object.entries(source)) {
		const member = table.byName.get(name.toLowerCase());
		if (member === undefined) {
			if (unknown === 'skip') continue;
			throw new InputError(label, `has a field "${name}" that is not known`, table.known);
		}
		if (isBlank(value) && !table.namedIsGiven.has(member)) continue;
		const earlier = foundAs.get(member);
		if (earlier !== undefined && !sameValue(found[member], value)) {
			throw new InputError(
				label,
				`has both "${earlier}" and "${name}", which mean the same but differ`,
				'Keep one of the two.',
			);
		}
		found[member] = value;
		foundAs.set(member, name);
	}
	return found;
}

function isNamed<Member extends string>(source: JsonObject, table: MemberTable<Member>): boolean {
	for (const name of Object.keys(source)) {
		if (!table.own.has(name) && table.byName.has(name.toLowerCase())) return false;
	}
	return true;
}

/**
 * Gives an object of the API's the names of the source, in whatever case they came. Nothing is
 * dropped and nothing refused: names that are not known stay as they are, and so does the second of
 * two spellings that differ. The source's own spelling goes before others, a value before a blank.
 *
 * @returns the object itself where every name is in the source's spelling already
 */
export function nameMembers<Member extends string>(
	source: JsonObject,
	table: MemberTable<Member>,
): JsonObject {
	if (isNamed(source, table)) return source;
	const named = new Map<string, JsonValue | undefined>();
	const foundAs = new Map<Member, string>();
	for (const [name, value] of Object.entries(source)) {
		const member = table.byName.get(name.toLowerCase());
		const earlier = member === undefined ? undefined : foundAs.get(member);
		if (member === undefined) {
			named.set(name, value);
		} else if (earlier === undefined) {
			named.set(member, value);
			foundAs.set(member, name);
		} else if (isBlank(named.get(member)) || (name === member && !isBlank(value))) {
			// The one that stood there keeps its own name, unless it says nothing or the same.
			const displaced = named.get(member);
			if (!isBlank(displaced) && !sameValue(displaced, value)) named.set(earlier, displaced);
			named.set(member, value);
			foundAs.set(member, name);
		} else if (!isBlank(value) && !sameValue(named.get(member), value)) {
			named.set(name, value);
		}
	}
	return Object.fromEntries(named);
}
