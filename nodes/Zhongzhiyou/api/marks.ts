/**
 * What a request carries through n8n's helper from the door to the credential and from one signing
 * to the next, under keys that nothing else uses. They are in the registry of symbols, because n8n
 * may load the files of the credential and of the nodes more than once.
 */
const DEADLINE = Symbol.for('n8n-nodes-zhongzhiyou.deadline');

const SIGNED = Symbol.for('n8n-nodes-zhongzhiyou.signed');

/** A request that is to be over when the signal is given. */
export function withDeadline<Options extends object>(
	options: Options,
	deadline: AbortSignal,
): Options {
	return { ...options, [DEADLINE]: deadline };
}

/** The signal that a request was given by `withDeadline`. */
export function deadlineOf(options: object): AbortSignal | undefined {
	const deadline: unknown = Reflect.get(options, DEADLINE);
	return deadline instanceof AbortSignal ? deadline : undefined;
}

/** A request that has been signed, and is about to be sent. */
export function markSigned<Options extends object>(options: Options): Options {
	return { ...options, [SIGNED]: true };
}

export function isMarkedSigned(options: object): boolean {
	return Reflect.get(options, SIGNED) === true;
}
