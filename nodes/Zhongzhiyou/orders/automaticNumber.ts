import { createHash } from 'crypto';
import type { IDataObject } from 'n8n-workflow';

import { canonicalJson } from '../api/json.ts';
import type { ApiRequest } from '../api/types.ts';

/** Where an order or a refund comes from. */
export interface Origin {
	workflowId: string | undefined;
	nodeId: string;
	/** True where an AI agent, or a client of n8n's MCP server, calls the node. */
	isTool: boolean;
	/** Which run of the node within its execution, from 0. */
	runIndex: number;
	itemIndex: number;
	/** The input item's data; as a tool, with the arguments of the call. */
	json: IDataObject;
}

/** A request whose number is still missing. */
export type Unnumbered = Pick<ApiRequest, 'path' | 'body'>;

/** Half of a SHA-256: it fits where the API takes 40 characters. */
const LENGTH = 32;

const AUTOMATIC = /^[0-9a-f]{32}$/;

/** Whether a number is of the form of those that are made here. */
export function isAutomatic(number: string): boolean {
	return AUTOMATIC.test(number);
}

/** What a call of a tool has that the same wish, told once more, has not. */
const OF_ONE_CALL: ReadonlySet<string> = new Set(['toolCallId', 'chatInput', 'action']);

/** What a call of a tool asks for, without what is new in each call. */
export function wishOf(json: IDataObject): IDataObject {
	return Object.fromEntries(Object.entries(json).filter(([name]) => !OF_ONE_CALL.has(name)));
}

/**
 * The number of an order or refund that was given none: made of what it is and where it comes from,
 * not of when it is sent. So whatever repeats it, a retry of the node or of the execution, a message
 * delivered twice, a second click, sends the same number, while like items in one list, or runs of
 * a loop, have numbers of their own. To a tool neither place nor run counts: a model that tries
 * again means the same order.
 *
 * @returns 32 characters of 0-9 and a-f
 */
export function automaticNumber(origin: Origin, { path, body }: Unnumbered): string {
	const { workflowId, nodeId, isTool, runIndex, itemIndex, json } = origin;
	const [item, place] = isTool ? [wishOf(json), 'tool'] : [json, [runIndex, itemIndex]];
	return createHash('sha256')
		.update(canonicalJson([workflowId, nodeId, place, item, path, body]))
		.digest('hex')
		.slice(0, LENGTH);
}
