import { isBlank } from '../api/blank.ts';
import { InputError } from '../api/failures.ts';
import { parseJson } from '../api/json.ts';
import { memberTable, readMembers } from '../api/members.ts';
import { readInteger } from '../values/numbers.ts';
import {
	readRemark,
	readRequiredName,
	readRequiredText,
	readWhole,
	refuseExpression,
	refuseIncomplete,
} from '../values/text.ts';
import { lostValue, ORDER_LABELS, type OrderDraft } from './draft.ts';
import { checkIdCard, checkMobile } from './documents.ts';
import { refuseSlips, Slips } from './slips.ts';

/** A visitor or the contact of an order. */
export interface Person {
	name: string;
	mobile: string;
	idCard: string;
	/** 0 = resident ID card. */
	idCardType: number;
	memo: string;
	gender: number | undefined;
}

const RESIDENT_ID_CARD = 0;

/** The name under which the user knows each member, in the editor and in errors. */
export const PERSON_LABELS = {
	name: 'Name',
	mobile: 'Mobile',
	idCard: 'ID Card',
	idCardType: 'ID Card Type',
	memo: 'Memo',
	gender: 'Gender',
} as const satisfies Record<keyof Person, string>;

/** A person's members, beside their own names (which are those of 1.1.4 too) by those of 1.1.3. */
const NAMES = {
	name: ['UserName'],
	mobile: [],
	idCard: ['CardID'],
	idCardType: ['CardType'],
	memo: [],
	gender: [],
} satisfies Record<keyof Person, string[]>;

const SLIPS = new Slips([...Object.keys(NAMES), ...Object.values(NAMES).flat()]);

const MEMBERS = memberTable<keyof Person>(
	NAMES,
	'Known are name, mobile, idCard, idCardType, memo and gender.',
);

function isKnown(name: string): boolean {
	return MEMBERS.byName.has(name.toLowerCase());
}

/**
 * People as an item of other things gives them, without what is not a person's; a slip of a name that
 * is stays, to be refused.
 *
 * @param passedOver is told the names that were skipped
 */
export function peopleAlone(value: unknown, passedOver: (names: string[]) => void): unknown {
	const people = typeof value === 'string' ? (parsePeople(value) ?? value) : value;
	const alone = (person: unknown) => personAlone(person, passedOver);
	return Array.isArray(people) ? people.map(alone) : alone(people);
}

function personAlone(person: unknown, passedOver: (names: string[]) => void): unknown {
	if (typeof person !== 'object' || person === null) return person;
	const isOther = ([name, value]: [string, unknown]) =>
		!isKnown(name) && (isBlank(value) || SLIPS.mistakenFor(name) === undefined);
	const members = Object.entries(person);
	passedOver(members.filter(isOther).map(([name]) => name));
	return Object.fromEntries(members.filter((member) => !isOther(member)));
}

/** Whether ID cards and mobiles are checked for what cannot be, before anything is sent. */
export interface PeopleChecks {
	checked: boolean;
}

/** Whether the kind of document is named but undefined: a passport would pass for an ID card. */
function losesIdCardType(person: object): boolean {
	return Object.entries(person).some(
		([name, value]) =>
			value === undefined && MEMBERS.byName.get(name.toLowerCase()) === 'idCardType',
	);
}

/** Reads one person; the name must be there, the rest as the product asks for it. */
function readPerson(value: unknown, label: string, { checked }: PeopleChecks): Person {
	refuseIncomplete(value, label);
	if (typeof value !== 'object' || value === null || Array.isArray(value)) {
		throw new InputError(
			label,
			'must be an object with name, mobile and idCard',
			'Example: {"name": "Zhang San", "mobile": "18102623512", "idCard": "330103…"}.',
		);
	}
	refuseSlips(value, SLIPS, isKnown, label);
	const given = readMembers(value, MEMBERS, label, 'refuse');
	const labelOf = (member: keyof Person) => `${label} ${PERSON_LABELS[member]}`;
	if (losesIdCardType(value)) throw lostValue(labelOf('idCardType'));
	const person = {
		name: readRequiredName(given.name, labelOf('name')),
		mobile: readWhole(given.mobile, labelOf('mobile')),
		idCard: readWhole(given.idCard, labelOf('idCard')),
		idCardType: isBlank(given.idCardType)
			? RESIDENT_ID_CARD
			: readInteger(given.idCardType, labelOf('idCardType'), 0),
		memo: readRemark(given.memo, labelOf('memo')),
		gender: isBlank(given.gender) ? undefined : readInteger(given.gender, labelOf('gender'), 0),
	};
	if (checked && person.mobile !== '') checkMobile(person.mobile, labelOf('mobile'));
	if (checked && person.idCardType === RESIDENT_ID_CARD) {
		checkIdCard(person.idCard, labelOf('idCard'));
	}
	return person;
}

/**
 * Reads a list of visitors: an array of people, one person, or either as JSON text.
 *
 * @param contactMobile stands for a visitor's mobile that is left blank: the API requires one
 */
export function readVisitors(
	value: unknown,
	contactMobile: string,
	checks: PeopleChecks,
): Person[] {
	if (isBlank(value)) return [];
	refuseIncomplete(value, ORDER_LABELS.visitors);
	const parsed = typeof value === 'string' ? parsePeople(value) : value;
	if (parsed === undefined) {
		refuseExpression(value, ORDER_LABELS.visitors);
		throw new InputError(
			ORDER_LABELS.visitors,
			'is not a list in JSON',
			'Example: [{"name": "Zhang San", "mobile": "18102623512", "idCard": "330103…"}].',
		);
	}
	const entries: unknown[] = Array.isArray(parsed) ? parsed : [parsed];
	return entries.map((entry, index) => {
		const visitor = readPerson(entry, `Visitor ${index + 1}`, checks);
		return visitor.mobile === '' ? { ...visitor, mobile: contactMobile } : visitor;
	});
}

/** What JSON text of one person or several stands for; undefined when it is no such JSON. */
function parsePeople(text: string): object | undefined {
	try {
		const parsed = parseJson(text);
		return typeof parsed === 'object' && parsed !== null ? parsed : undefined;
	} catch {
		return undefined;
	}
}

/** The name under which the user knows a member of the contact. */
export function contactLabel(member: keyof Person): string {
	return `${ORDER_LABELS.contact} ${PERSON_LABELS[member]}`;
}

function contactGiven({ contact }: OrderDraft): unknown {
	refuseIncomplete(contact, ORDER_LABELS.contact);
	return typeof contact === 'string' ? (parsePeople(contact) ?? contact) : contact;
}

/** The contact's mobile where the rest of the contact is not needed; empty where there is none. */
export function readContactMobile(draft: OrderDraft, { checked }: PeopleChecks): string {
	const contact = contactGiven(draft);
	const isPerson = typeof contact === 'object' && contact !== null && !Array.isArray(contact);
	const given = isPerson
		? readMembers(contact, MEMBERS, ORDER_LABELS.contact, 'skip').mobile
		: undefined;
	const mobile = readWhole(given ?? draft.contactMobile, contactLabel('mobile'));
	if (checked && mobile !== '') checkMobile(mobile, contactLabel('mobile'));
	return mobile;
}

/**
 * Reads the contact of an order, given as one object or by single members; a mobile must be there.
 *
 * @throws InputError also where both are given
 */
export function readContact(draft: OrderDraft, checks: PeopleChecks): Person {
	const flat = {
		name: draft.contactName,
		mobile: draft.contactMobile,
		idCard: draft.contactIdCard,
		idCardType: draft.contactIdCardType ?? null,
		memo: draft.contactMemo,
		gender: draft.contactGender,
	};
	const given = draft.contact;
	const contact = readPerson(contactGiven(draft) ?? flat, ORDER_LABELS.contact, checks);
	if (given !== undefined && Object.values(flat).some((value) => !isBlank(value))) {
		throw new InputError(
			ORDER_LABELS.contact,
			'is given both as an object and by single fields such as contactName',
			'Keep one of the two.',
		);
	}
	readRequiredText(contact.mobile, contactLabel('mobile'));
	return contact;
}
