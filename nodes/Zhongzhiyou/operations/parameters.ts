import type { IExecuteFunctions } from 'n8n-workflow';

import { isPureExpression } from './pureExpression.ts';
import { TemplateParameters } from './templates.ts';

/** An expression that is nothing but one `{{ … }}`, so that it can stand inside another. */
const SINGLE_EXPRESSION = /^=\{\{(?<code>(?:(?!\{\{|\}\}|\$fromAI)[\s\S])+)\}\}$/;

/** The item itself, which needs no evaluation: it is at hand. */
const WHOLE_ITEM = /^=\{\{\s*\$json\s*\}\}$/;

/** In a template, stands for the item itself. */
const ITEM = Symbol('item');

/** Where an expression's value goes in a parameter; its index in the batch. */
class Hole {
	readonly index: number;

	constructor(index: number) {
		this.index = index;
	}
}

/** Thrown away by `plan`: this parameter has to be read by itself. */
const ALONE = Symbol('alone');

interface Plan {
	codes: string[];
	/** Parameters by name, a hole in place of each expression. */
	templates: Map<string, unknown>;
}

/** Copies a raw parameter with holes for its expressions; `ALONE` if one cannot be in a batch. */
function planValue(raw: unknown, codes: string[]): unknown {
	if (typeof raw === 'string' && raw.startsWith('=')) {
		if (WHOLE_ITEM.test(raw)) return ITEM;
		const code = SINGLE_EXPRESSION.exec(raw)?.groups?.code;
		if (code === undefined || !isPureExpression(code)) return ALONE;
		return new Hole(codes.push(code) - 1);
	}
	if (Array.isArray(raw)) {
		const entries = raw.map((entry: unknown) => planValue(entry, codes));
		return entries.includes(ALONE) ? ALONE : entries;
	}
	if (typeof raw === 'object' && raw !== null) {
		// Of a resource locator only the value counts, as with n8n's `extractValue`.
		if ('__rl' in raw) return planValue('value' in raw ? raw.value : '', codes);
		const members = Object.entries(raw).map(([key, value]): [string, unknown] => [
			key,
			planValue(value, codes),
		]);
		return members.some(([, value]) => value === ALONE) ? ALONE : Object.fromEntries(members);
	}
	return raw;
}

function fill(template: unknown, values: readonly unknown[], item: unknown): unknown {
	if (template instanceof Hole) return values[template.index];
	if (template === ITEM) return item;
	if (Array.isArray(template)) return template.map((entry: unknown) => fill(entry, values, item));
	if (typeof template === 'object' && template !== null) {
		return Object.fromEntries(
			Object.entries(template).map(([key, value]) => [key, fill(value, values, item)]),
		);
	}
	return template;
}

/** Whether a hole of this template got an object: a date or a list may change inside a batch. */
function gotObject(template: unknown, values: readonly unknown[]): boolean {
	if (template instanceof Hole) {
		const value = values[template.index];
		return typeof value === 'object' && value !== null;
	}
	return (
		typeof template === 'object' &&
		template !== null &&
		Object.values(template).some((entry) => gotObject(entry, values))
	);
}

/**
 * The node's parameters for its items. n8n evaluates each expression by itself, which costs more
 * than all else in an order; here those of one item that provably change nothing are evaluated
 * together, as one list. Whatever that cannot do exactly alike, an error above all, is left to n8n's
 * own way.
 */
export class Parameters {
	/** Those of which a part may have found nothing. */
	readonly templates: TemplateParameters;

	private readonly context: IExecuteFunctions;

	private readonly raw = new Map<string, unknown>();

	/** Parameters that a batch got wrong once, or that cannot be in one. */
	private readonly alone = new Set<string>();

	private plan: Plan | undefined;

	private batching = true;

	constructor(context: IExecuteFunctions) {
		this.context = context;
		this.templates = new TemplateParameters(context.getNode().parameters);
		for (const [name, value] of Object.entries(context.getNode().parameters)) {
			this.raw.set(name, value);
		}
	}

	/** Every parameter of an item that could be read together, by name. */
	private batch(itemIndex: number): Map<string, unknown> {
		const { codes, templates } = (this.plan ??= this.makePlan());
		const values = this.evaluate(codes, itemIndex);
		if (values === undefined) return this.oneByOne(templates.keys(), itemIndex);
		const item = this.context.getInputData()[itemIndex].json;
		const batch = new Map<string, unknown>();
		for (const [name, template] of templates) {
			if (gotObject(template, values)) {
				this.alone.add(name);
				this.plan = undefined;
			} else {
				batch.set(name, fill(template, values, item));
			}
		}
		return batch;
	}

	/**
	 * Reads by themselves, and before all others, the parameters that change nothing: with n8n's old
	 * engine an expression that does change the item changes it for whatever is read after it.
	 */
	private oneByOne(names: Iterable<string>, itemIndex: number): Map<string, unknown> {
		const values = new Map<string, unknown>();
		for (const name of names) {
			try {
				values.set(name, this.readAlone(name, itemIndex));
			} catch {
				// Left to the operation: if it asks for this parameter it gets n8n's own message.
			}
		}
		return values;
	}

	private readAlone(name: string, itemIndex: number): unknown {
		return this.context.getNodeParameter(name, itemIndex, undefined, { extractValue: true });
	}

	private makePlan(): Plan {
		const codes: string[] = [];
		const templates = new Map<string, unknown>();
		for (const [name, value] of this.raw) {
			if (this.alone.has(name)) continue;
			const own: string[] = [];
			const template = planValue(value, own);
			if (template === ALONE) {
				this.alone.add(name);
				continue;
			}
			// Planned once more into the common list, now that it is known to fit.
			templates.set(name, planValue(value, codes));
		}
		return { codes, templates };
	}

	/** The values of the expressions, or undefined when they cannot be had together. */
	private evaluate(codes: readonly string[], itemIndex: number): unknown[] | undefined {
		if (codes.length === 0) return [];
		if (!this.batching) return undefined;
		// The line break ends a comment that an expression may close with.
		const list = codes.map((code) => `(${code}\n)`).join(',');
		try {
			const values: unknown = this.context.evaluateExpression(`{{ [${list}] }}`, itemIndex);
			if (Array.isArray(values) && values.length === codes.length) return values;
		} catch {
			// One of them fails: read alone, it fails with n8n's own message.
		}
		this.batching = false;
		return undefined;
	}

	/** A reader of one item's parameters; of a resource locator it gives the value. */
	of(itemIndex: number): (name: string) => unknown {
		const batch = this.batch(itemIndex);
		return (name) => (batch.has(name) ? batch.get(name) : this.readAlone(name, itemIndex));
	}
}
