import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { Credential } from '../api/types.ts';
import type { ParameterSource } from '../fields/parameter.ts';
import { automaticNumber, type Unnumbered } from '../orders/automaticNumber.ts';
import type { Parameters } from './parameters.ts';
import type { PassedOver } from './passedOver.ts';
import type { Place } from './place.ts';
import { saysNone, type Evaluate } from './templates.ts';

function memberOf(value: unknown, name: string): unknown {
	if (typeof value !== 'object' || value === null) return undefined;
	return Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
}

/** What an operation may read of one item: its parameters, its data, and who is ordering. */
export class ItemInput implements ParameterSource {
	readonly itemIndex: number;

	readonly credential: Credential;

	readonly parameter: (name: string) => unknown;

	/** A parameter of JSON text: parsed where its texts are templates, else as it is. */
	readonly jsonParameter: (name: string) => unknown;

	/** Where fields of the item that were not taken are to be noted. */
	readonly passedOver: PassedOver;

	private readonly context: IExecuteFunctions;

	private readonly place: Place;

	constructor(
		context: IExecuteFunctions,
		parameters: Parameters,
		place: Place,
		itemIndex: number,
		credential: Credential,
		passedOver: PassedOver,
	) {
		this.context = context;
		this.place = place;
		this.itemIndex = itemIndex;
		this.credential = credential;
		this.passedOver = passedOver;
		const read = parameters.of(itemIndex);
		const { templates } = parameters;
		const evaluate: Evaluate = (code) => context.evaluateExpression(`{{${code}}}`, itemIndex);
		this.parameter = (name) => templates.judge(name, read(name), evaluate);
		this.jsonParameter = (name) => templates.judgeJson(name, read(name), evaluate);
	}

	/** The input item's own data, as it came from the node before. */
	get json(): IDataObject {
		return this.context.getInputData()[this.itemIndex].json;
	}

	/** Whether a model calls the node as its tool. */
	get isTool(): boolean {
		return this.place.isTool;
	}

	/** The expression at this place; undefined where there is none. */
	private expressionAt(path: string[]): string | undefined {
		const at = path.reduce<unknown>(memberOf, this.context.getNode().parameters);
		const raw = memberOf(at, 'value') ?? at;
		const isExpression =
			typeof raw === 'string' && raw.startsWith('=') && raw.slice(1).trim() !== '';
		return isExpression ? raw : undefined;
	}

	/** Whether an expression stands at this place; a tool's model may leave it out. */
	readonly seeks = (...path: string[]): boolean =>
		!this.isTool && this.expressionAt(path) !== undefined;

	/** The same where it found this instead of a value, and does not say itself that it may. */
	readonly loses = (found: undefined | null, ...path: string[]): boolean => {
		const expression = this.isTool ? undefined : this.expressionAt(path);
		return expression !== undefined && !saysNone(expression, found);
	};

	/** The number of an order or refund that was given none (orders/automaticNumber.ts). */
	automaticNumber(request: Unnumbered): string {
		const { json, itemIndex } = this;
		const { workflowId, nodeId, isTool, runIndex } = this.place;
		return automaticNumber({ workflowId, nodeId, isTool, runIndex, itemIndex, json }, request);
	}
}
