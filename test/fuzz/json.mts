import { parseJson, stringifyJson } from '../../nodes/Zhongzhiyou/api/json.ts';
import { disagreement, referenceJson, type Reference } from '../support/reference-json.mts';

function reference(text: string): Reference | undefined {
	try {
		return referenceJson(text);
	} catch {
		return undefined;
	}
}

/**
 * Whatever the bytes: text that is JSON is read as a plain reader reads it, to the last digit, and
 * written again as the same; any other is a SyntaxError.
 *
 * @throws Error saying which rule is broken
 */
export function fuzz(data: Buffer): void {
	const text = data.toString('utf8');
	const expected = reference(text);
	if (expected === undefined) {
		refuses(text);
		return;
	}
	const value = parseJson(text);
	const read = disagreement(value, expected);
	if (read !== '') throw new Error(`Read wrongly: ${read}`);
	const written = disagreement(value, referenceJson(stringifyJson(value)));
	if (written !== '') throw new Error(`Written wrongly: ${written}`);
}

function refuses(text: string): void {
	try {
		parseJson(text);
	} catch (error) {
		if (error instanceof SyntaxError) return;
		throw error;
	}
	throw new Error('Something that is not JSON was read');
}
