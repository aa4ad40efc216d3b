import type { Document, OpenAPIBackend } from 'openapi-backend';
import { ExactNumber, isObject, parseExactly } from '../formats/json.mts';
import { createBackend, readContract } from '../http/contract.mts';
import type { Kind } from './differences.mts';
import { nameOf, wordsOf } from './forms.mts';

/** Something that is not as the contract has it. */
export interface Found {
	kind: Kind;
	/** The member in the contract's names, with [] for any entry of a list. */
	place: string;
	/** As it came; never to be shown. */
	value: unknown;
	/** The name of a member that is not known, as it came. */
	name?: string;
}

/** What was held against the contract. */
export interface Held {
	/** The same in the contract's form, as far as it can be brought into it. */
	value: unknown;
	found: Found[];
}

/** An object without what it was wrapped in. */
export interface Unwrapped {
	/** The object; what was sent where there is none in it. */
	value: unknown;
	/** What was taken off, from the outside in. */
	layers: Kind[];
}

/** As JSON has it, with numbers of any length; undefined for a text that is no JSON. */
export function parsed(text: string): unknown {
	try {
		return parseExactly(text);
	} catch {
		return undefined;
	}
}

/** The object in texts of JSON and in lists of one, however deep. Of several entries none is chosen. */
export function unwrapped(sent: unknown): Unwrapped {
	const layers: Kind[] = [];
	for (let value = sent; ; ) {
		if (isObject(value) && !(value instanceof ExactNumber)) return { value, layers };
		if (typeof value === 'string') {
			layers.push('json-text');
			value = parsed(value);
		} else if (Array.isArray(value) && value.length === 1) {
			layers.push('list-for-one');
			[value] = value;
		} else return { value: sent, layers: [] };
	}
}

type Schema = Record<string, unknown>;

const SUCCESS = 'success';
const FAILURE = 'failure';

function within(value: unknown, ...path: string[]): unknown {
	return path.reduce<unknown>((inner, name) => (isObject(inner) ? inner[name] : undefined), value);
}

function schemaOf(value: unknown): Schema | undefined {
	return isObject(value) ? value : undefined;
}

/** A copy that allows no member which it does not name. */
function strict(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(strict);
	if (!isObject(value)) return value;
	const copy = Object.fromEntries(
		Object.entries(value).map(([name, member]) => [name, strict(member)]),
	);
	return isObject(copy.properties) ? { ...copy, additionalProperties: false } : copy;
}

/** The names of all members that a schema has, at any depth. */
function memberNames(value: unknown): string[] {
	if (Array.isArray(value)) return value.flatMap(memberNames);
	if (!isObject(value)) return [];
	const own = isObject(value.properties) ? Object.keys(value.properties) : [];
	return [...own, ...Object.values(value).flatMap(memberNames)];
}

function typesOf(schema: Schema): ReadonlySet<unknown> {
	const own = Array.isArray(schema.type) ? schema.type : [schema.type];
	const choices: unknown[] = Array.isArray(schema.oneOf) ? schema.oneOf : [];
	return new Set([...own, ...choices.flatMap((one) => (isObject(one) ? [...typesOf(one)] : []))]);
}

function inside(place: string, name: string): string {
	return place === '' ? name : `${place}.${name}`;
}

const NUMBER = /^\s*-?\d+(\.\d+)?\s*$/;
const BOOLEAN = /^\s*(true|false)\s*$/i;

/** Brings values into the contract's form, and tells what that took. */
class Mender {
	readonly found: Found[] = [];

	mend(sent: unknown, schema: Schema | undefined, place: string): unknown {
		if (schema === undefined) return plain(sent);
		const types = typesOf(schema);
		if (types.has('array')) return this.mendList(sent, schema, types, place);
		const value = types.has('object') && !types.has('string') ? this.unwrap(sent, place) : sent;
		if (isObject(value) && !(value instanceof ExactNumber)) {
			return this.mendObject(value, schema, place);
		}
		return Array.isArray(value) ? plain(value) : this.mendValue(value, types, place);
	}

	private tell(kind: Kind, place: string, value: unknown): void {
		this.found.push({ kind, place, value });
	}

	private unwrap(sent: unknown, place: string): unknown {
		const { value, layers } = unwrapped(sent);
		for (const kind of layers) this.tell(kind, place, sent);
		return value;
	}

	private mendList(
		value: unknown,
		schema: Schema,
		types: ReadonlySet<unknown>,
		place: string,
	): unknown {
		const items = schemaOf(schema.items);
		const each = (entries: unknown[]) =>
			entries.map((entry) => this.mend(entry, items, `${place}[]`));
		if (Array.isArray(value)) return each(value);
		const isEntry =
			isObject(value) || typeof value === 'number' || (typeof value === 'string' && value !== '');
		if (!isEntry || types.has('object')) return plain(value);
		this.tell('one-for-list', place, value);
		return each([value]);
	}

	private mendObject(value: Record<string, unknown>, schema: Schema, place: string): unknown {
		const properties = schemaOf(schema.properties) ?? {};
		const names = new Map(Object.keys(properties).map((name) => [name.toLowerCase(), name]));
		const members = Object.entries(value).map(([name, member]) => {
			const known = Object.hasOwn(properties, name) ? name : names.get(name.toLowerCase());
			const isOther = known !== undefined && known !== name && !Object.hasOwn(value, known);
			if (isOther) this.tell('name-case', inside(place, known), name);
			const own = isOther ? known : name;
			const at = inside(place, known ?? name);
			return [own, this.mend(member, schemaOf(properties[own]), at)] as const;
		});
		return Object.fromEntries(members);
	}

	private mendValue(value: unknown, types: ReadonlySet<unknown>, place: string): unknown {
		const wantsNumber = types.has('integer') || types.has('number');
		const wantsText = types.has('string');
		if (value instanceof ExactNumber || typeof value === 'number') {
			const digits = value instanceof ExactNumber ? value.digits : String(value);
			if (!wantsText) return Number(digits);
			if (wantsNumber) return value instanceof ExactNumber ? digits : value;
			this.tell('text-as-number', place, value);
			return digits;
		}
		if (typeof value !== 'string' || wantsText) return value;
		if (wantsNumber && NUMBER.test(value)) {
			this.tell('number-as-text', place, value);
			return Number(value);
		}
		if (types.has('boolean') && BOOLEAN.test(value)) {
			this.tell('boolean-as-text', place, value);
			return value.trim().toLowerCase() === 'true';
		}
		return value;
	}
}

/** What no schema speaks of, with numbers of any length as their digits. */
function plain(value: unknown): unknown {
	if (value instanceof ExactNumber) return value.digits;
	if (Array.isArray(value)) return value.map(plain);
	if (!isObject(value)) return value;
	return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plain(member)]));
}

type ValidationError = NonNullable<
	ReturnType<OpenAPIBackend['validateResponse']>['errors']
>[number];

/** /Data/Products/3/BookingTime → Data.Products[].BookingTime; unknown names only in their form. */
function placeOf(pointer: string): string {
	return pointer
		.split('/')
		.slice(1)
		.map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
		.reduce((place, part) => (/^\d+$/.test(part) ? `${place}[]` : inside(place, part)), '');
}

/** Answers and callbacks held against openapi.yaml, by its own schemas. */
export class Contract {
	private readonly schemas: ReadonlyMap<string, Schema>;
	private readonly backend: OpenAPIBackend;
	private readonly dates: ReadonlySet<unknown>;
	private readonly time: unknown;
	/** Of which the contract makes its names. */
	private readonly words: ReadonlySet<string>;

	private constructor(document: Document, schemas: Map<string, Schema>, backend: OpenAPIBackend) {
		this.schemas = schemas;
		this.backend = backend;
		const pattern = (name: string) => within(document, 'components', 'schemas', name, 'pattern');
		this.dates = new Set(['Date', 'DateTime', 'QueryDate'].map(pattern));
		this.time = pattern('TimeOfDay');
		this.words = new Set([...schemas.values()].flatMap(memberNames).flatMap(wordsOf));
	}

	/**
	 * @param root the folder of openapi.yaml; the working directory unless given
	 * @throws when openapi.yaml cannot be read
	 */
	static async read(root?: string): Promise<Contract> {
		const whole = await createBackend({ definition: await readContract(root) }, root);
		// With every reference resolved.
		const document = whole.definition;
		const schemas = new Map([...answerSchemas(document), ...callbackSchemas(document)]);
		const paths = Object.fromEntries(
			[...schemas].map(([id, schema]) => [
				`/${id}`,
				{
					get: {
						operationId: id,
						security: [],
						responses: {
							200: { description: id, content: { 'application/json': { schema } } },
						},
					},
				},
			]),
		);
		const definition: Document = {
			openapi: '3.1.0',
			info: { title: 'One schema a path', version: '1' },
			paths,
		};
		const ajvOpts = { allErrors: true, verbose: true };
		return new Contract(document, schemas, await createBackend({ definition, ajvOpts }, root));
	}

	/** An answer: as a success or a failure of an operation. */
	answer(operation: string, succeeded: boolean, value: unknown): Held {
		return this.hold(`${operation}/${succeeded ? SUCCESS : FAILURE}`, value);
	}

	/** A callback's outer part. */
	notify(value: unknown): Held {
		return this.hold('OrderNotify', value);
	}

	/** What a callback says; undefined for a service, in any case, that the contract does not have. */
	notice(service: string, value: unknown): Held | undefined {
		const words = service
			.toLowerCase()
			.split('_')
			.map((word) => word.charAt(0).toUpperCase() + word.slice(1));
		const id = `${words.join('')}Body`;
		return this.schemas.has(id) ? this.hold(id, value) : undefined;
	}

	private hold(id: string, sent: unknown): Held {
		const mender = new Mender();
		const value = mender.mend(sent, this.schemas.get(id), '');
		const errors = this.backend.validateResponse(value, id, 200).errors ?? [];
		const bySeen = new Map<string, Found>();
		for (const error of errors) {
			const found = this.read(error);
			// One value can break several rules of its schema: the type says most, and comes first.
			const key = `${error.instancePath} ${found.place}`;
			if (!bySeen.has(key)) bySeen.set(key, found);
		}
		return { value, found: [...mender.found, ...bySeen.values()] };
	}

	private read({ keyword, instancePath, params, data, parentSchema }: ValidationError): Found {
		const place = placeOf(instancePath);
		const pattern: unknown = isObject(parentSchema) ? parentSchema.pattern : undefined;
		switch (keyword) {
			case 'required':
				return {
					kind: 'missing',
					place: inside(place, String(params.missingProperty)),
					value: undefined,
				};
			case 'additionalProperties': {
				const name = String(params.additionalProperty);
				return {
					kind: 'unknown',
					place: inside(place, nameOf(name, this.words)),
					value: within(data, name),
					name,
				};
			}
			case 'enum':
			case 'const':
				return { kind: data === null ? 'null' : 'code-value', place, value: data };
			case 'pattern': {
				const kind = this.dates.has(pattern)
					? 'date-format'
					: pattern === this.time
						? 'time-format'
						: 'text-format';
				return { kind, place, value: data };
			}
			case 'minimum':
			case 'minLength':
				return { kind: typeof data === 'string' ? 'text-format' : 'range', place, value: data };
			default:
				return { kind: data === null ? 'null' : 'other-shape', place, value: data };
		}
	}
}

/** The schemas of successes and failures, each by itself: errors of a choice say little. */
function answerSchemas(document: Document): Array<[string, Schema]> {
	const operations = Object.values(document.paths ?? {}).flatMap((path) =>
		isObject(path) ? Object.values(path).filter((value: unknown) => isObject(value)) : [],
	);
	return operations.flatMap((operation) => {
		const choices = within(
			operation,
			'responses',
			'200',
			'content',
			'application/json',
			'schema',
			'oneOf',
		);
		return (Array.isArray(choices) ? choices : []).map((choice): [string, Schema] => {
			const succeeded = within(choice, 'properties', 'IsSuccess', 'const') === true;
			const id = `${String(within(operation, 'operationId'))}/${succeeded ? SUCCESS : FAILURE}`;
			return [id, schemaOf(strict(choice)) ?? {}];
		});
	});
}

function callbackSchemas(document: Document): Array<[string, Schema]> {
	const schemas = schemaOf(within(document, 'components', 'schemas')) ?? {};
	return Object.entries(schemas)
		.filter(([name]) => /^Order\w*Notify(Body)?$/.test(name))
		.map(([name, schema]) => [name, schemaOf(strict(schema)) ?? {}]);
}
