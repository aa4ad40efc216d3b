import { isBlank } from '../api/blank.ts';
import { InputError } from '../api/failures.ts';
import { sameValue } from '../api/members.ts';

/** What people and databases put between the words of a name. */
const SEPARATORS = /[\s\p{P}\p{S}\p{Cf}]+/gu;

/** Longer than any name with a slip in it. */
const LONGEST_NAME = 64;

function bare(name: string): string {
	return name.replace(SEPARATORS, '').toLowerCase();
}

/**
 * Whether one text becomes the other by one slip at most: a letter too many, missing or wrong, or
 * two that changed places (Damerau and Levenshtein's distance).
 */
export function isOneSlipAway(one: string, other: string): boolean {
	if (Math.abs(one.length - other.length) > 1) return false;
	let same = 0;
	while (same < one.length && one[same] === other[same]) same++;
	const [rest, otherRest] = [one.slice(same), other.slice(same)];
	return (
		rest.slice(1) === otherRest.slice(1) ||
		rest.slice(1) === otherRest ||
		rest === otherRest.slice(1) ||
		(rest[0] === otherRest[1] && rest[1] === otherRest[0] && rest.slice(2) === otherRest.slice(2))
	);
}

/** Members of which an order that lacks them is the same order: words for people, and what they are. */
const DESCRIBING: ReadonlySet<string> = new Set(
	['remark', 'OrderRemark', 'memo', 'contactMemo', 'gender', 'contactGender'].map(bare),
);

/** Names that other data has, though a letter more or less makes them one of an order's. */
const OF_OTHER_DATA: ReadonlySet<string> = new Set([
	'contract',
	...['fname', 'lname', 'mname', 'cname', 'ename'],
]);

/** Finds the name that another must be meant for. */
export class Slips {
	private readonly known: ReadonlyMap<string, string>;

	/** @param names as they are shown to the user */
	constructor(names: readonly string[]) {
		this.known = new Map(names.map((name) => [bare(name), name]));
	}

	/** The known name that this one is a slip of; undefined where it is none of any. */
	meantBy(name: string): string | undefined {
		if (name.length > LONGEST_NAME) return undefined;
		const given = bare(name);
		for (const [known, shownName] of this.known) {
			if (isOneSlipAway(given, known)) return shownName;
		}
		return undefined;
	}

	/**
	 * The same among names of other things: one that is a word of its own is left alone, and so is one
	 * whose loss makes no other order.
	 */
	mistakenFor(name: string): string | undefined {
		const meant = OF_OTHER_DATA.has(bare(name)) ? undefined : this.meantBy(name);
		return meant === undefined || DESCRIBING.has(bare(meant)) ? undefined : meant;
	}
}

/**
 * Refuses names that are a slip of a known one: passed over, what they hold would be missing.
 *
 * @param isKnown whether a name is found as it is
 * @param label what the object is, which starts the message
 * @param unknown what becomes of names that mean nothing: where they are skipped, only those are
 * refused that must be a mistake
 * @returns the names that mean nothing
 * @throws InputError naming the name that was meant
 */
export function refuseSlips(
	source: object,
	slips: Slips,
	isKnown: (name: string) => boolean,
	label: string,
	unknown: 'refuse' | 'skip' = 'refuse',
): string[] {
	const others = Object.entries(source).filter(([name]) => !isKnown(name));
	const meantBy = (name: string) =>
		unknown === 'skip' ? slips.mistakenFor(name) : slips.meantBy(name);
	for (const [name, value] of others) {
		const meant = isBlank(value) ? undefined : meantBy(name);
		const own: unknown = meant === undefined ? undefined : Reflect.get(source, meant);
		if (meant === undefined || (!isBlank(own) && sameValue(own, value))) continue;
		throw new InputError(
			label,
			`has a field "${name}", which is not known but is close to "${meant}"`,
			`Call it "${meant}" if that is what it is, or take it out.`,
		);
	}
	return others.map(([name]) => name);
}
