import type { IExecuteFunctions } from 'n8n-workflow';

import { showHint } from '../host.ts';

/** How many fields a hint names before it only counts them. */
const NAMED_FIELDS = 20;

const LONGEST_NAME = 40;

/** How many it remembers at all: items may each have fields of their own. */
const REMEMBERED_FIELDS = 1000;

/** A hint is shown as HTML. */
const SPECIAL = /[<>&"']/g;

function quoted(name: string): string {
	const short = name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name;
	return short.replace(SPECIAL, (character) => `&#${character.charCodeAt(0)};`);
}

/** The fields of a run's items that its orders did not take, to be told once. */
export class PassedOver {
	private readonly names = new Set<string>();

	add(names: readonly string[]): void {
		for (const name of names) {
			if (this.names.size >= REMEMBERED_FIELDS) return;
			this.names.add(name);
		}
	}

	/** Shows a hint beside the output, where n8n has hints and something was passed over. */
	tell(context: IExecuteFunctions): void {
		if (this.names.size === 0) return;
		const named = [...this.names].slice(0, NAMED_FIELDS).map(quoted).join(', ');
		const more = this.names.size - NAMED_FIELDS;
		showHint(context, {
			message: `Fields of the items that are not an order's were not sent: ${named}${more > 0 ? ` and ${more} more` : ''}.`,
			type: 'info',
			location: 'outputPane',
		});
	}
}
