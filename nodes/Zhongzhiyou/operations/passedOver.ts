import type { IExecuteFunctions } from 'n8n-workflow';

import { quoted, showHint } from './hint.ts';

/** How many fields a hint names before it only counts them. */
const NAMED_FIELDS = 20;

/** How many it remembers at all: items may each have fields of their own. */
const REMEMBERED_FIELDS = 1000;

/** The fields of a run's items that its orders did not take, to be told once. */
export class PassedOver {
	private readonly names = new Set<string>();

	add(names: readonly string[]): void {
		for (const name of names) {
			if (this.names.size >= REMEMBERED_FIELDS) return;
			this.names.add(name);
		}
	}

	/** Shows a hint beside the output, if something was passed over. */
	tell(context: IExecuteFunctions): void {
		if (this.names.size === 0) return;
		const named = [...this.names].slice(0, NAMED_FIELDS).map(quoted).join(', ');
		const more = this.names.size - NAMED_FIELDS;
		showHint(
			context,
			'info',
			`Fields of the items that are not an order's were not sent: ${named}${more > 0 ? ` and ${more} more` : ''}.`,
		);
	}
}
