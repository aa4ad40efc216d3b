/** How some members of a message are written in a dialect. */
export interface Rule {
	/**
	 * The members meant, in the contract's spelling, or with the member they stand in
	 * (`Data.VoucherCode`); every member when left out.
	 */
	members?: readonly string[];
	/** The value in the dialect; undefined where the rule has nothing to say about it. */
	write(value: unknown): unknown;
}

/**
 * A way in which the vendor's server might speak that its document does not show. The rules know
 * nothing of dialects: they are applied to finished answers and callbacks, and undone on requests.
 */
export interface Dialect {
	/** What `--dialect` and the control API call it. */
	name: string;
	/** What is different, for `--help`. */
	about: string;
	/** The name of a member. */
	spell?(name: string): string;
	/** Shapes: what stands in place of a list, an object or a text. Applied one after the other. */
	shapes?: readonly Rule[];
	/**
	 * Texts, numbers and booleans. Where the rules of several dialects have something to say about one
	 * value they take turns, so that an answer shows each.
	 */
	values?: readonly Rule[];
	/** Parameters of a query that count whatever was asked. */
	insists?: Readonly<Record<string, string>>;
	/** What a request may hold in the dialect, turned into the contract's own form. */
	reads?: readonly Rule[];
}
