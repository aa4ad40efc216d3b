import { InputError } from '../api/failures.ts';
import { parseJson } from '../api/json.ts';
import { memberTable, readMembers } from '../api/members.ts';
import { refuseExpression } from '../values/text.ts';
import { refuseSlips, Slips } from './slips.ts';

/**
 * Every value that an order can have, with its other names beside its own; those of the API above
 * all (API 1.1.3, 1.1.4).
 */
const MEMBERS = {
	productId: [],
	visitDate: [],
	session: [],
	beginPlayTime: ['sessionStart'],
	endPlayTime: ['sessionEnd'],
	sessionName: ['ProductItemName'],
	originOrderId: [],
	quantity: ['OrderQuantity'],
	entranceMode: [],
	contact: ['ContactPerson'],
	contactName: [],
	contactMobile: [],
	contactIdCard: [],
	contactIdCardType: [],
	contactMemo: [],
	contactGender: [],
	visitors: ['VisitPerson', 'OrderUsers'],
	remark: ['OrderRemark'],
	partnerId: [],
} satisfies Record<string, readonly string[]>;

export type OrderMember = keyof typeof MEMBERS;

/**
 * An order as the user gives it, in whichever way, before anything is checked. Every member may be
 * missing or of a wrong type. One that is there but undefined is what an expression did not find.
 */
export type OrderDraft = Partial<Record<OrderMember, unknown>>;

/** The name under which the user knows a member, in the editor and in errors. */
export const ORDER_LABELS = {
	productId: 'Product',
	visitDate: 'Visit Date',
	session: 'Session',
	sessionName: 'Session Name',
	originOrderId: 'Origin Order ID',
	quantity: 'Quantity',
	entranceMode: 'Entrance Mode',
	beginPlayTime: 'Session start',
	endPlayTime: 'Session end',
	contactIdCardType: 'Contact ID Card Type',
	contact: 'Contact',
	visitors: 'Visitors',
	remark: 'Remark',
} as const satisfies Partial<Record<OrderMember, string>>;

// A blank Origin Order ID is kept: whoever names the field wants their own number in it.
const NAMES = memberTable<OrderMember>(
	MEMBERS,
	`Known are ${Object.keys(MEMBERS).join(', ')}, and the API's own names.`,
	['originOrderId'],
);

/** Members that may be left out, but whose loss would make another order than was meant. */
const DECIDING = [
	...(['session', 'beginPlayTime', 'endPlayTime', 'sessionName', 'entranceMode'] as const),
	...(['visitors', 'contactIdCardType'] as const),
];

/** An order's values of which an expression found none; those that are required say so themselves. */
export function refuseLost(draft: OrderDraft): void {
	const lost = DECIDING.find((member) => member in draft && draft[member] === undefined);
	if (lost !== undefined) throw lostValue(ORDER_LABELS[lost]);
}

/** The error of a value that is named, but of which nothing was found. */
export function lostValue(label: string): InputError {
	return new InputError(
		label,
		'is empty: its expression found no value',
		'Check the expression. Where none is meant it has to say so, as with ?? "" at its end; in JSON with null.',
	);
}

const SLIPS = new Slips([...Object.keys(MEMBERS), ...Object.values(MEMBERS).flat()]);

/** Members that are named but undefined, as an object that an expression builds may have them. */
function lostIn(source: object): OrderDraft {
	const lost: OrderDraft = {};
	for (const [name, value] of Object.entries(source)) {
		const member = value === undefined ? NAMES.byName.get(name.toLowerCase()) : undefined;
		if (member !== undefined) lost[member] = undefined;
	}
	return lost;
}

/**
 * Finds an order's members in an object by their names, ours or the API's, in any case.
 *
 * @param options.unknown refuse names that mean nothing (JSON), or skip them (an item's other fields)
 * @param options.passedOver is told the names that were skipped
 * @throws InputError for a name that is refused, such as a slip of one that decides what is ordered in
 * either way, and for two names of one member that differ
 */
export function draftFromObject(
	source: object,
	{ unknown, passedOver }: { unknown: 'refuse' | 'skip'; passedOver?: (names: string[]) => void },
): OrderDraft {
	const isKnown = (name: string) => NAMES.byName.has(name.toLowerCase());
	const others = refuseSlips(source, SLIPS, isKnown, 'Order', unknown);
	if (unknown === 'skip') passedOver?.(others);
	return { ...lostIn(source), ...readMembers(source, NAMES, 'Order', unknown) };
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
		refuseExpression(value, 'Order');
		throw new InputError(
			'Order',
			'is not one order as a JSON object',
			'Give an object such as {"productId": 165325, "visitDate": "2026-05-01", …}, or an expression that gives one.',
		);
	}
	return draftFromObject(order, { unknown: 'refuse' });
}
