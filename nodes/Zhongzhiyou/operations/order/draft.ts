import type { DateTime } from 'luxon';

import { InputError } from '../../api/failures';
import { Digits, parseJson } from '../../api/json';
import { wireDate, wireDateTime } from '../../api/time';
import type { Credential } from '../../api/types';
import {
	parsePeople,
	readPerson,
	readVisitors,
	requireOneVisitorPerTicket,
	toOrderPerson,
	toVerifyPerson,
	type Person,
} from '../fields/visitors';
import {
	isBlank,
	readClock,
	readDate,
	readId,
	readInteger,
	readRequiredText,
	readText,
	sameValue,
} from '../values';

/**
 * An order as the user gives it, in whichever of the three ways, before anything is checked.
 * Every member may be missing or of a wrong type.
 */
export interface OrderDraft {
	productId?: unknown;
	visitDate?: unknown;
	session?: unknown;
	beginPlayTime?: unknown;
	endPlayTime?: unknown;
	sessionName?: unknown;
	originOrderId?: unknown;
	quantity?: unknown;
	entranceMode?: unknown;
	contact?: unknown;
	contactName?: unknown;
	contactMobile?: unknown;
	contactIdCard?: unknown;
	contactIdCardType?: unknown;
	contactMemo?: unknown;
	contactGender?: unknown;
	visitors?: unknown;
	remark?: unknown;
	partnerId?: unknown;
}

/** Every name under which a member is found in JSON or in an item, in lower case; ours first. */
const DRAFT_NAMES: Record<keyof OrderDraft, readonly string[]> = {
	productId: ['productid'],
	visitDate: ['visitdate'],
	session: ['session'],
	beginPlayTime: ['beginplaytime', 'sessionstart'],
	endPlayTime: ['endplaytime', 'sessionend'],
	sessionName: ['sessionname', 'productitemname'],
	originOrderId: ['originorderid'],
	quantity: ['quantity', 'orderquantity'],
	entranceMode: ['entrancemode'],
	contact: ['contact', 'contactperson'],
	contactName: ['contactname'],
	contactMobile: ['contactmobile'],
	contactIdCard: ['contactidcard'],
	contactIdCardType: ['contactidcardtype'],
	contactMemo: ['contactmemo'],
	contactGender: ['contactgender'],
	visitors: ['visitors', 'visitperson', 'orderusers'],
	remark: ['remark', 'orderremark'],
	partnerId: ['partnerid'],
};

const MEMBER_OF_NAME: ReadonlyMap<string, keyof OrderDraft> = new Map(
	Object.entries(DRAFT_NAMES).flatMap(([member, names]) =>
		names.map((name) => [name, member as keyof OrderDraft] as const),
	),
);

/** The name under which the user knows a member, in all three ways of giving an order. */
const LABELS = {
	productId: 'Product',
	visitDate: 'Visit Date',
	session: 'Session',
	sessionName: 'Session Name',
	originOrderId: 'Origin Order ID',
	quantity: 'Quantity',
	entranceMode: 'Entrance Mode',
	contact: 'Contact',
	remark: 'Remark',
} as const;

/**
 * Finds an order's members in an object by their names, ours or the API's, in any case.
 *
 * @param strict refuse names that mean nothing (JSON); false passes over them (an item's other fields)
 */
export function draftFromObject(source: object, strict: boolean): OrderDraft {
	const draft: OrderDraft = {};
	const foundAs = new Map<keyof OrderDraft, string>();
	for (const [name, value] of Object.entries(source)) {
		const member = MEMBER_OF_NAME.get(name.toLowerCase());
		if (member === undefined) {
			if (!strict) continue;
			throw new InputError(
				'Order',
				`has a field "${name}" that is not known`,
				`Known are ${Object.keys(DRAFT_NAMES).join(', ')}, and the API's own names.`,
			);
		}
		// A blank Origin Order ID is kept: whoever names the field wants their own number in it.
		if (isBlank(value) && member !== 'originOrderId') continue;
		const earlier = foundAs.get(member);
		if (earlier !== undefined && !sameValue(draft[member], value)) {
			throw new InputError(
				'Order',
				`has both "${earlier}" and "${name}", which mean the same but differ`,
				'Keep one of the two.',
			);
		}
		draft[member] = value;
		foundAs.set(member, name);
	}
	return draft;
}

/** Reads a whole order given as JSON text or as the object that an expression gave. */
export function draftFromJson(value: unknown): OrderDraft {
	let order = value;
	if (typeof value === 'string') {
		try {
			order = parseJson(value);
		} catch {
			order = undefined;
		}
	}
	if (typeof order !== 'object' || order === null || Array.isArray(order)) {
		throw new InputError(
			'Order',
			'is not one order as a JSON object',
			'Give an object such as {"productId": 165325, "visitDate": "2026-05-01", …}, or an expression that gives one.',
		);
	}
	return draftFromObject(order, true);
}

interface Session {
	begin: string;
	end: string;
}

function readSession(draft: OrderDraft): Session | undefined {
	const joined = readText(draft.session, LABELS.session);
	const parts = joined.split(/\s*-\s*/);
	if (joined !== '' && parts.length !== 2) {
		throw new InputError(
			LABELS.session,
			`must be start and end as HH:mm-HH:mm, but it is "${joined}"`,
			'Example: 09:00-11:00.',
		);
	}
	const apart = [draft.beginPlayTime, draft.endPlayTime];
	const [begin, end] = joined === '' ? apart : parts;
	if (joined !== '' && apart.some((time, at) => !isBlank(time) && !sameValue(time, parts[at]))) {
		throw new InputError(
			LABELS.session,
			`is "${joined}", but its start or end is given otherwise too`,
			'Keep the session, or its start and end.',
		);
	}
	if (isBlank(begin) && isBlank(end)) return undefined;
	const session = {
		begin: readClock(begin, `${LABELS.session} start`),
		end: readClock(end, `${LABELS.session} end`),
	};
	if (session.end <= session.begin) {
		throw new InputError(
			LABELS.session,
			`ends at ${session.end}, which is not after its start ${session.begin}`,
			'Give the earlier time first.',
		);
	}
	return session;
}

/** Product lookups give 0 and 1 (API 1.1.1); the editor's field gives the words. */
function needsVisitorPerTicket(value: unknown): boolean {
	if (isBlank(value)) return false;
	const mode = readText(value, LABELS.entranceMode).toLowerCase();
	if (mode === 'person' || mode === '1') return true;
	if (mode === 'group' || mode === '0') return false;
	throw new InputError(
		LABELS.entranceMode,
		`must be "group" (0) or "person" (1), but it is "${mode}"`,
		'Take it from the product: EntranceMode.',
	);
}

function requireSamePartner(value: unknown, credential: Credential): void {
	if (isBlank(value)) return;
	const given = readText(value, 'Partner ID');
	if (given !== credential.partnerId) {
		throw new InputError(
			'Partner ID',
			`is ${given} in the order, but the credential belongs to ${credential.partnerId}`,
			"Leave it out, or choose that partner's credential. The node fills it in by itself.",
		);
	}
}

function readContact(draft: OrderDraft): Person {
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
	const contact = readPerson(person ?? flat, LABELS.contact);
	if (given !== undefined && Object.values(flat).some((value) => !isBlank(value))) {
		throw new InputError(
			LABELS.contact,
			'is given both as an object and by single fields such as contactName',
			'Keep one of the two.',
		);
	}
	readRequiredText(contact.mobile, `${LABELS.contact} Mobile`);
	return contact;
}

interface Visit {
	partnerId: Digits;
	productId: Digits;
	date: DateTime<true>;
	session: Session | undefined;
}

function readVisit(draft: OrderDraft, credential: Credential): Visit {
	requireSamePartner(draft.partnerId, credential);
	return {
		partnerId: readId(credential.partnerId, 'Partner ID'),
		productId: readId(draft.productId, LABELS.productId),
		date: readDate(draft.visitDate, LABELS.visitDate),
		session: readSession(draft),
	};
}

/**
 * The body of a pre-check (API 1.1.3). VisitDate goes out as date and time, China Standard Time.
 *
 * @throws InputError naming the field that cannot be sent
 */
export function validateBody(draft: OrderDraft, credential: Credential): Record<string, unknown> {
	const { partnerId, productId, date, session } = readVisit(draft, credential);
	const visitors = readVisitors(draft.visitors);
	const quantity = isBlank(draft.quantity)
		? undefined
		: readInteger(draft.quantity, LABELS.quantity, 1);
	if (visitors.length === 0) {
		throw new InputError('Visitors', 'is empty', 'Validate needs at least one visitor.');
	}
	if (needsVisitorPerTicket(draft.entranceMode)) requireOneVisitorPerTicket(visitors, quantity);
	const sessionName = readText(draft.sessionName, LABELS.sessionName);
	return {
		PartnerId: partnerId,
		ProductId: productId,
		ProductItemName: sessionName === '' ? undefined : sessionName,
		VisitDate: wireDateTime(date),
		BeginPlayTime: session?.begin,
		EndPlayTime: session?.end,
		OrderUsers: visitors.map(toVerifyPerson),
	};
}

/**
 * The body of a new order (API 1.1.4). VisitDate goes out as a bare date, China Standard Time.
 *
 * @param defaultOriginOrderId makes the number of an order that names none
 * @throws InputError naming the field that cannot be sent
 */
export function createBody(
	draft: OrderDraft,
	credential: Credential,
	defaultOriginOrderId: () => string,
): Record<string, unknown> {
	const { partnerId, productId, date, session } = readVisit(draft, credential);
	const quantity = readInteger(draft.quantity, LABELS.quantity, 1);
	const contact = readContact(draft);
	const visitors = readVisitors(draft.visitors);
	if (needsVisitorPerTicket(draft.entranceMode)) requireOneVisitorPerTicket(visitors, quantity);
	const originOrderId =
		draft.originOrderId === undefined
			? defaultOriginOrderId()
			: readRequiredText(draft.originOrderId, LABELS.originOrderId);
	const remark = readText(draft.remark, LABELS.remark);
	return {
		PartnerId: partnerId,
		OriginOrderId: originOrderId,
		ContactPerson: toOrderPerson(contact),
		ProductId: productId,
		BeginPlayTime: session?.begin,
		EndPlayTime: session?.end,
		OrderQuantity: quantity,
		OrderRemark: remark === '' ? undefined : remark,
		VisitDate: wireDate(date),
		VisitPerson: visitors.length === 0 ? undefined : visitors.map(toOrderPerson),
	};
}
