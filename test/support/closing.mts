// What tests open and have to close, or Jest would not end: also where a hook or a test is given up
// because it took too long, and goes on to open something afterwards.

export interface Closable {
	close(): Promise<unknown>;
}

/** Gives what is being opened, once it is open; it will be closed whatever happens meanwhile. */
export type Closing = <Opened extends Closable>(opening: Promise<Opened>) => Promise<Opened>;

class Keeper {
	private readonly kept = new Set<Promise<Closable>>();

	/** Nothing will ask for it to be closed any more: it is closed as soon as it is open. */
	private isOver = false;

	readonly keep: Closing = async (opening) => {
		this.kept.add(opening);
		const opened = await opening;
		if (this.isOver) await opened.close();
		return opened;
	};

	async close(): Promise<void> {
		const all = [...this.kept];
		this.kept.clear();
		await Promise.all(all.map(async (opening) => await closeOnceOpen(opening)));
	}

	async end(): Promise<void> {
		this.isOver = true;
		await this.close();
	}
}

async function closeOnceOpen(opening: Promise<Closable>): Promise<void> {
	// That it failed to open has been told where it was opened.
	const opened = await opening.catch(() => undefined);
	await opened?.close();
}

/** For what the tests of a file or a `describe` share; to be called there, outside of hooks. */
export function closingAfterAll(): Closing {
	const keeper = new Keeper();
	afterAll(async () => await keeper.end());
	return keeper.keep;
}

/** For what a single test opens, or a hook before each. */
export function closingAfterEach(): Closing {
	const keeper = new Keeper();
	afterEach(async () => await keeper.close());
	afterAll(async () => await keeper.end());
	return keeper.keep;
}
