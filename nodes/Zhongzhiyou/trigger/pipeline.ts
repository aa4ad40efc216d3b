import type { Refusal } from './refusals.ts';

/** What a step makes of a callback. */
export type Result<Value> =
	/** Handed on to the next step. */
	| { kind: 'passed'; value: Value }
	/** Received, and there is nothing to start. */
	| { kind: 'acknowledged'; eventId: string }
	| { kind: 'refused'; reason: Refusal };

export function pass<Value>(value: Value): Result<Value> {
	return { kind: 'passed', value };
}

export function acknowledge(eventId: string): Result<never> {
	return { kind: 'acknowledged', eventId };
}

export function refuse(reason: Refusal): Result<never> {
	return { kind: 'refused', reason };
}

export type Step<In, Out> = (input: In) => Result<Out> | Promise<Result<Out>>;

/** Steps one after the other, of which the first that does not hand on ends the way. */
export class Pipeline<In, Out> {
	readonly run: Step<In, Out>;

	constructor(run: Step<In, Out>) {
		this.run = run;
	}

	to<Next>(step: Step<Out, Next>): Pipeline<In, Next> {
		return new Pipeline(async (input: In): Promise<Result<Next>> => {
			const result = await this.run(input);
			return result.kind === 'passed' ? await step(result.value) : result;
		});
	}
}
