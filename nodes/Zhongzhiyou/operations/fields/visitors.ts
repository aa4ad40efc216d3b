import type { INodeProperties } from 'n8n-workflow';

import { InputError } from '../../api/failures';
import { parseJson } from '../../api/json';
import { isBlank, readInteger, readRequiredText, readText, sameValue } from '../values';

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

/** Every name that a person's field goes by: ours first, then those of 1.1.4 and 1.1.3, in lower case. */
const PERSON_FIELDS = {
	name: ['name', 'username'],
	mobile: ['mobile'],
	idCard: ['idcard', 'cardid'],
	idCardType: ['idcardtype', 'cardtype'],
	memo: ['memo'],
	gender: ['gender'],
} as const;

const PERSON_FIELD_NAMES: ReadonlySet<string> = new Set(Object.values(PERSON_FIELDS).flat());

type RawPerson = Record<keyof typeof PERSON_FIELDS, unknown>;

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function rawPerson(value: unknown, label: string): RawPerson {
	if (!isRecord(value)) {
		throw new InputError(
			label,
			'must be an object with name, mobile and idCard',
			'Example: {"name": "张三", "mobile": "18102623512", "idCard": "330103…"}.',
		);
	}
	const unknown = Object.keys(value).find((key) => !PERSON_FIELD_NAMES.has(key.toLowerCase()));
	if (unknown !== undefined) {
		throw new InputError(
			label,
			`has a field "${unknown}" that is not known`,
			'Known are name, mobile, idCard, idCardType, memo and gender.',
		);
	}
	const members = Object.entries(value).filter(([, member]) => !isBlank(member));
	const pick = (names: readonly string[]) => {
		const [first, ...others] = members.filter(([key]) => names.includes(key.toLowerCase()));
		const differing = others.find(([, other]) => !sameValue(first?.[1], other));
		if (first !== undefined && differing !== undefined) {
			throw new InputError(
				label,
				`has both "${first[0]}" and "${differing[0]}", which mean the same but differ`,
				'Keep one of the two.',
			);
		}
		return first?.[1];
	};
	return {
		name: pick(PERSON_FIELDS.name),
		mobile: pick(PERSON_FIELDS.mobile),
		idCard: pick(PERSON_FIELDS.idCard),
		idCardType: pick(PERSON_FIELDS.idCardType),
		memo: pick(PERSON_FIELDS.memo),
		gender: pick(PERSON_FIELDS.gender),
	};
}

/** Reads one person; the name must be there, the rest as the product asks for it. */
export function readPerson(value: unknown, label: string): Person {
	const raw = rawPerson(value, label);
	return {
		name: readRequiredText(raw.name, `${label} Name`),
		mobile: readText(raw.mobile, `${label} Mobile`),
		idCard: readText(raw.idCard, `${label} ID Card`),
		idCardType: isBlank(raw.idCardType)
			? RESIDENT_ID_CARD
			: readInteger(raw.idCardType, `${label} ID Card Type`, 0),
		memo: readText(raw.memo, `${label} Memo`),
		gender: isBlank(raw.gender) ? undefined : readInteger(raw.gender, `${label} Gender`, 0),
	};
}

/** Reads a list of visitors: an array of people, one person, or either as JSON text. */
export function readVisitors(value: unknown): Person[] {
	if (isBlank(value)) return [];
	const parsed = typeof value === 'string' ? parsePeople(value) : value;
	if (parsed === undefined) {
		throw new InputError(
			'Visitors',
			'is not a list in JSON',
			'Example: [{"name": "张三", "mobile": "18102623512", "idCard": "330103…"}].',
		);
	}
	const entries: unknown[] = Array.isArray(parsed) ? parsed : [parsed];
	return entries.map((entry, index) => readPerson(entry, `Visitor ${index + 1}`));
}

/** What JSON text of one person or several stands for; undefined when it is no such JSON. */
export function parsePeople(text: string): object | undefined {
	try {
		const parsed = parseJson(text);
		return typeof parsed === 'object' && parsed !== null ? parsed : undefined;
	} catch {
		return undefined;
	}
}

/**
 * Checks visitors of a product with one code a person: each needs an ID card, no ID card may come
 * twice, and there must be one visitor a ticket.
 *
 * @param quantity number of tickets; undefined where the call has none (1.1.3)
 */
export function requireOneVisitorPerTicket(visitors: Person[], quantity: number | undefined): void {
	if (visitors.length === 0) {
		throw new InputError(
			'Visitors',
			'is empty, but this product needs one visitor for each ticket',
			'Add the visitors, or set Entrance Mode to "Group Code" if one code serves the whole group.',
		);
	}
	if (quantity !== undefined && visitors.length !== quantity) {
		throw new InputError(
			'Visitors',
			`has ${visitors.length} for ${quantity} tickets`,
			'Products with one code a person need exactly one visitor for each ticket.',
		);
	}
	const seen = new Map<string, number>();
	visitors.forEach(({ idCard }, index) => {
		const card = readRequiredText(idCard, `Visitor ${index + 1} ID Card`).toUpperCase();
		const earlier = seen.get(card);
		if (earlier !== undefined) {
			throw new InputError(
				`Visitor ${index + 1} ID Card`,
				`is the same as that of visitor ${earlier + 1}`,
				'Each visitor needs an ID card of their own.',
			);
		}
		seen.set(card, index);
	});
}

/** A person as 1.1.4 names the fields. */
export function toOrderPerson(person: Person): Record<string, unknown> {
	return {
		Name: person.name,
		Mobile: person.mobile,
		IdCard: person.idCard,
		IDCardType: person.idCardType,
		Memo: person.memo === '' ? undefined : person.memo,
		Gender: person.gender,
	};
}

/** The same person as 1.1.3 names the fields. */
export function toVerifyPerson(person: Person): Record<string, unknown> {
	return {
		UserName: person.name,
		Mobile: person.mobile,
		CardType: person.idCardType,
		CardID: person.idCard,
	};
}

const personFields: INodeProperties[] = [
	{
		displayName: 'Name',
		name: 'name',
		type: 'string',
		default: '',
		description: 'Full name as on the ID card',
	},
	{
		displayName: 'Mobile',
		name: 'mobile',
		type: 'string',
		default: '',
		description: 'Mobile number (手机号)',
	},
	{
		displayName: 'ID Card',
		name: 'idCard',
		type: 'string',
		default: '',
		description: 'Number of the ID card (身份证号). Needed for products with one code a person.',
	},
	{
		displayName: 'ID Card Type',
		name: 'idCardType',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description: '0 is the resident ID card; other numbers as agreed with ZhongZhiYou',
	},
	{
		displayName: 'Memo',
		name: 'memo',
		type: 'string',
		default: '',
		description: 'A note on this visitor, for example that they are a resident',
	},
	{
		displayName: 'Gender',
		name: 'gender',
		type: 'string',
		default: '',
		description: 'A number as agreed with ZhongZhiYou; empty to leave it out',
	},
];

/** The people who visit: a list to fill in, or an expression that gives one. */
export const visitorsFields: INodeProperties[] = [
	{
		displayName: 'Visitors From',
		name: 'visitorsFrom',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'List', value: 'list', description: 'Fill in each visitor below' },
			{
				name: 'JSON',
				value: 'json',
				description: 'An expression or JSON that gives the whole list, however many there are',
			},
		],
		default: 'list',
		description: 'Where the visitors (游客) come from',
	},
	{
		displayName: 'Visitors',
		name: 'visitors',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Visitor' },
		placeholder: 'Add Visitor',
		default: {},
		displayOptions: { show: { visitorsFrom: ['list'] } },
		description: 'The people who visit (游客)',
		options: [{ displayName: 'Visitor', name: 'visitor', values: personFields }],
	},
	{
		displayName: 'Visitors',
		name: 'visitorsJson',
		type: 'json',
		default: '[]',
		displayOptions: { show: { visitorsFrom: ['json'] } },
		placeholder: 'e.g. {{ $json.visitors }}',
		description:
			'A list of people with name, mobile, idCard and optionally idCardType, memo and gender; the names of the API (UserName, CardID …) are understood too',
	},
];
