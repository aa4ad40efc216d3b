import { isBlank } from '../api/blank.ts';
import { InputError } from '../api/failures.ts';
import { parseJson } from '../api/json.ts';
import { memberTable, readMembers } from '../api/members.ts';
import { readInteger } from '../values/numbers.ts';
import { readRequiredText, readText } from '../values/text.ts';
import { ORDER_LABELS, type OrderDraft } from './draft.ts';

/** A visitor (游客) or the contact (取票联系人) of an order. */
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
const MEMBERS = memberTable<keyof Person>(
	{
		name: ['UserName'],
		mobile: [],
		idCard: ['CardID'],
		idCardType: ['CardType'],
		memo: [],
		gender: [],
	},
	'Known are name, mobile, idCard, idCardType, memo and gender.',
);

/** Reads one person; the name must be there, the rest as the product asks for it. */
export function readPerson(value: unknown, label: string): Person {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) {
		throw new InputError(
			label,
			'must be an object with name, mobile and idCard',
			'Example: {"name": "张三", "mobile": "18102623512", "idCard": "330103…"}.',
		);
	}
	const given = readMembers(value, MEMBERS, label, 'refuse');
	const labelOf = (member: keyof Person) => `${label} ${PERSON_LABELS[member]}`;
	return {
		name: readRequiredText(given.name, labelOf('name')),
		mobile: readText(given.mobile, labelOf('mobile')),
		idCard: readText(given.idCard, labelOf('idCard')),
		idCardType: isBlank(given.idCardType)
			? RESIDENT_ID_CARD
			: readInteger(given.idCardType, labelOf('idCardType'), 0),
		memo: readText(given.memo, labelOf('memo')),
		gender: isBlank(given.gender) ? undefined : readInteger(given.gender, labelOf('gender'), 0),
	};
}

/** Reads a list of visitors: an array of people, one person, or either as JSON text. */
export function readVisitors(value: unknown): Person[] {
	if (isBlank(value)) return [];
	const parsed = typeof value === 'string' ? parsePeople(value) : value;
	if (parsed === undefined) {
		throw new InputError(
			ORDER_LABELS.visitors,
			'is not a list in JSON',
			'Example: [{"name": "张三", "mobile": "18102623512", "idCard": "330103…"}].',
		);
	}
	const entries: unknown[] = Array.isArray(parsed) ? parsed : [parsed];
	return entries.map((entry, index) => readPerson(entry, `Visitor ${index + 1}`));
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

/**
 * Reads the contact of an order, given as one object or by single members; a mobile must be there.
 *
 * @throws InputError also where both are given
 */
export function readContact(draft: OrderDraft): Person {
	const flat = {
		name: draft.contactName,
		mobile: draft.contactMobile,
		idCard: draft.contactIdCard,
		idCardType: draft.contactIdCardType,
		memo: draft.contactMemo,
		gender: draft.contactGender,
	};
	const given = draft.contact;
	const person = typeof given === 'string' ? (parsePeople(given) ?? given) : given;
	const contact = readPerson(person ?? flat, ORDER_LABELS.contact);
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
