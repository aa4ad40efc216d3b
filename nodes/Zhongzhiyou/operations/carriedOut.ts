import type { INodeExecutionData } from 'n8n-workflow';

import type { Step } from './types.ts';

/** How many items that are done an error names before it only counts them. */
const NAMED_ITEMS = 20;

function sentence(what: string): string {
	return what === '' ? '' : `Already carried out and not undone: ${what}.`;
}

function inWords(steps: Step[]): string {
	return steps.map(({ words }) => words).join(', ');
}

/** What an item that failed had carried out before, as a sentence; empty when nothing. */
export function carriedOutBefore(steps: Step[]): string {
	return sentence(inWords(steps));
}

/**
 * What a run had carried out before it failed, as a sentence; empty when nothing. n8n drops the
 * items of such a run, so the error has to name them. Items done in part come first and are all
 * named: someone has to see to them.
 *
 * @param results output items by input item; undefined where there are none
 * @param namedBy the member of an output item that names what was done
 */
export function carriedOutByItem(
	results: Array<INodeExecutionData[] | undefined>,
	failures: ReadonlyMap<number, { steps: Step[] }>,
	namedBy: string,
): string {
	const inPart = [...failures]
		.filter(([, { steps }]) => steps.length > 0)
		.sort(([one], [other]) => one - other)
		.map(([index, { steps }]) => `${index} in part (${inWords(steps)})`);
	const done = results.flatMap((items, index) => {
		if (items === undefined) return [];
		const name = items.at(0)?.json[namedBy];
		const named = typeof name === 'string' || typeof name === 'number';
		return [named ? `${index} (${name})` : String(index)];
	});
	const more = done.length > NAMED_ITEMS ? ` and ${done.length - NAMED_ITEMS} more` : '';
	const all = [...inPart, ...done.slice(0, NAMED_ITEMS)];
	return sentence(all.length === 0 ? '' : `item ${all.join(', ')}${more}`);
}
