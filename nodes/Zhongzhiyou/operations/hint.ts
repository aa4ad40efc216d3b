import type { IExecuteFunctions } from 'n8n-workflow';

import { addHint } from '../host.ts';

const LONGEST_NAME = 40;

/** A hint is shown as HTML. */
const SPECIAL = /[<>&"']/g;

/** A text of the user's for a hint. */
export function escaped(text: string): string {
	return text.replace(SPECIAL, (character) => `&#${character.charCodeAt(0)};`);
}

/** The same for a name, cut off where it is long. */
export function quoted(name: string): string {
	return escaped(name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name);
}

/** Shows a hint beside the output, where n8n has hints; it does so only for a run that succeeds. */
export function showHint(
	context: IExecuteFunctions,
	type: 'info' | 'warning',
	message: string,
): void {
	addHint(context, { message, type, location: 'outputPane' });
}
