import { isBlank } from '../api/blank.ts';
import { InputError } from '../api/failures.ts';
import { readRequiredText, readText } from '../values/text.ts';
import { ORDER_LABELS } from './draft.ts';
import { PERSON_LABELS, type Person } from './people.ts';

/** Product lookups give 0 and 1 (API 1.1.1); the editor's field gives the words. */
function needsVisitorPerTicket(value: unknown): boolean {
	if (isBlank(value)) return false;
	const mode = readText(value, ORDER_LABELS.entranceMode).toLowerCase();
	if (mode === 'person' || mode === '1') return true;
	if (mode === 'group' || mode === '0') return false;
	throw new InputError(
		ORDER_LABELS.entranceMode,
		`must be "group" (0) or "person" (1), but it is "${mode}"`,
		'Take it from the product: EntranceMode.',
	);
}

/**
 * Checks visitors of a product with one code a person: each needs an ID card, no ID card may come
 * twice, and there must be one visitor a ticket.
 *
 * @param quantity number of tickets; undefined where the call has none (1.1.3)
 */
function requireOneVisitorPerTicket(visitors: Person[], quantity: number | undefined): void {
	if (visitors.length === 0) {
		throw new InputError(
			ORDER_LABELS.visitors,
			'is empty, but this product needs one visitor for each ticket',
			"Add the visitors, or set 'Entrance Mode' to 'Group Code' if one code serves the whole group.",
		);
	}
	if (quantity !== undefined && visitors.length !== quantity) {
		throw new InputError(
			ORDER_LABELS.visitors,
			`has ${visitors.length} for ${quantity} tickets`,
			'Products with one code a person need exactly one visitor for each ticket.',
		);
	}
	const seen = new Map<string, number>();
	visitors.forEach(({ idCard }, index) => {
		const card = readRequiredText(
			idCard,
			`Visitor ${index + 1} ${PERSON_LABELS.idCard}`,
		).toUpperCase();
		const earlier = seen.get(card);
		if (earlier !== undefined) {
			throw new InputError(
				`Visitor ${index + 1} ${PERSON_LABELS.idCard}`,
				`is the same as that of visitor ${earlier + 1}`,
				'Each visitor needs an ID card of their own.',
			);
		}
		seen.set(card, index);
	});
}

/**
 * Checks visitors against the product's way of entry, which decides whether each needs a code.
 *
 * @param quantity number of tickets; undefined where the call has none (1.1.3)
 */
export function checkEntrance(
	entranceMode: unknown,
	visitors: Person[],
	quantity: number | undefined,
): void {
	if (needsVisitorPerTicket(entranceMode)) requireOneVisitorPerTicket(visitors, quantity);
}
