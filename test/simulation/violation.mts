/** What must hold after every step; the words are what is told when it does not. */
export const RULES = {
	oneOrder: 'one order a number, one number an order',
	oneRequest: 'a write is sent once a try',
	notAgain: 'what an earlier try was told is done is not sent again',
	resent: 'what is in doubt is sent again by the same number, and by no other',
	mentioned: 'nothing unpaid and unmentioned',
	noMeansNo: 'what is told as not carried out was not',
	noAfterUnknown: 'an earlier try of unknown outcome is not forgotten',
	yesMeansYes: 'what is told as done was',
	alreadySo: 'what is so already is not told as not carried out',
	unknownIfLost: 'an outcome is unknown only when an answer was lost',
	unknownTold: 'that an outcome is unknown stands in the message',
	numberTold:
		'the number of an order or refund stands in its output, and in the message of its error',
	callbackRuns: 'every acknowledged callback ran or is accounted for',
	callbackOnce: 'a callback runs once within a process',
	callbackTaken: 'a good callback is acknowledged, a bad one is not',
	codes: 'every code out is a code in, digit for digit, and none is lost',
	reads: 'a read is repeated as often as it may be',
	loopback: 'nothing but loopback',
	secret: 'no secret in any output, error or log',
	total: 'nothing throws but the errors of n8n',
} as const;

export type Rule = keyof typeof RULES;

/** A rule that did not hold. */
export class Violation extends Error {
	readonly rule: Rule;

	constructor(rule: Rule, detail: string) {
		super(`${rule}: ${detail}`);
		this.rule = rule;
	}
}

/** Rules that a run of the simulation leaves out, to look behind what they find. */
export const left = new Set<string>();

/** @throws Violation when it does not hold */
export function must(holds: boolean, rule: Rule, detail: () => string): void {
	if (!holds && !left.has(rule)) throw new Violation(rule, detail());
}
