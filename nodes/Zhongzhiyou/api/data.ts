import { holdsNothing, isBlank } from './blank.ts';
import { isJsonObject } from './envelope.ts';
import { dataInWords } from './errors.ts';
import { ApiFailure, sentences } from './failures.ts';
import { readJsonText } from './json.ts';
import { sameValue } from './members.ts';
import { nameWithin, type Naming } from './names.ts';
import { whole } from './patterns.ts';
import type { ApiResponse, JsonObject, JsonValue } from './types.ts';
import { codesInText } from './vouchers.ts';

/** The objects of a list that the API may leave out or send as null; one without a list is one. */
export function objectsOf(value: JsonValue | undefined): JsonObject[] {
	if (Array.isArray(value)) return value.filter(isJsonObject);
	return isJsonObject(value) && Object.keys(value).length > 0 ? [value] : [];
}

/**
 * What came as Data: JSON in a text is read, also where it was encoded more than once, and a list of
 * one is its entry. Never throws.
 */
export function openData(sent: JsonValue | undefined): JsonValue | undefined {
	for (let data = sent; ; ) {
		const read = readJsonText(data, 'Data');
		const inner = Array.isArray(read) && read.length === 1 ? read[0] : read;
		if (inner === data) return inner;
		data = inner;
	}
}

/**
 * The Data of a read's answer, which has to be an object.
 *
 * @param name gives it the names of the source
 * @throws ApiFailure when a success comes without its data, so that nothing empty passes for some
 */
export function dataObject(response: ApiResponse, name: Naming): JsonObject {
	const data = openData(response.data);
	if (isJsonObject(data)) return name(data);
	throw new ApiFailure('ZhongZhiYou reported success but sent no data', {
		logId: response.logId,
		ambiguous: true,
		description: sentences(
			`Ask ZhongZhiYou's support what became of the request${response.logId === '' ? '' : ` (LogId ${response.logId})`}.`,
			dataInWords(data),
		),
	});
}

/** An id of the vendor's; shorter ones may be a flag or a status. */
export const BARE_ID = whole('[0-9]{5,}');

/**
 * A voucher code: six digits and more, also with a few letters between, and numbers after dashes.
 * What is shorter or has words in it may be something else.
 */
export const BARE_CODE = whole(
	'(?=(?:[A-Za-z]{0,4}[0-9]){6})(?!.*[A-Za-z]{5})[A-Za-z0-9]+(?:-[0-9]{1,4})*',
);

/** The member that a write's Data is when it is a value alone. */
export interface BareMember {
	name: string;
	/** What the value must look like: a flag or a word is no number. */
	form: RegExp;
	/** Whether there may be several of them. */
	many?: boolean;
}

/**
 * The Data of a write that succeeded as members of its output. What is carried out has an output,
 * whatever came with it: a value alone is the member that it looks like, and anything else stays as
 * it came, as `Data`. Empty where there was nothing.
 *
 * @param name gives objects the names of the source
 */
export function dataMembers(response: ApiResponse, name: Naming, bare?: BareMember): JsonObject {
	const data = openData(response.data);
	if (holdsNothing(data)) return {};
	if (isJsonObject(data)) return name(data);
	const entries = Array.isArray(data) ? data.map(openData) : [data];
	if (bare !== undefined && (entries.length === 1 || bare.many === true)) {
		// A number that was sent may just come back, and so may that of the answer itself.
		const others = [...(response.names ?? []).map(({ value }) => value), response.logId];
		const isOne = (text: string) => bare.form.test(text) && !others.includes(text);
		const isBare = (entry: JsonValue | undefined) => {
			if (typeof entry !== 'string' && typeof entry !== 'number') return false;
			const texts = bare.many === true ? codesInText(String(entry)) : [String(entry)];
			return texts.length > 0 && texts.every(isOne);
		};
		if (entries.every(isBare)) return { [bare.name]: data };
	}
	return { Data: Array.isArray(data) ? nameWithin(entries.map(orNull), name) : data };
}

function orNull(entry: JsonValue | undefined): JsonValue {
	return entry ?? null;
}

/**
 * A write's data and what this node says of it. Where the data has members of the same names that
 * say something else, it stays whole beside them, as `Data`.
 */
export function withOwn(data: JsonObject, own: JsonObject): JsonObject {
	const isHidden = Object.keys(own).some(
		(name) => !isBlank(data[name]) && !sameValue(data[name], own[name]),
	);
	return { ...data, ...own, ...(isHidden && !('Data' in data) ? { Data: data } : {}) };
}

/** What an answer says beside its data, as the output of a write has it. */
export function remarksOf({ message, code, logId }: ApiResponse): JsonObject {
	return { message, code: code ?? null, logId };
}

/** Rows of an answer, each with the answer's LogId where it has one. */
export function withLogId(rows: JsonObject[], { logId }: ApiResponse): JsonObject[] {
	return logId === '' ? rows : rows.map((row) => ({ ...row, logId }));
}
