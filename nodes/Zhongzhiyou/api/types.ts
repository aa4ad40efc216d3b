/** A value as JSON carries it; numbers that a double cannot hold are strings of their digits (see json.ts). */
export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;

export interface JsonObject {
	[key: string]: JsonValue | undefined;
}

/** The credential after its check: what is needed to reach the API and to sign. */
export interface Credential {
	/** Scheme, host and an optional path prefix of a gateway; no slash at the end. */
	baseUrl: string;
	/** Decimal digits. */
	partnerId: string;
	signKey: string;
	/** Accepted for callbacks while the vendor changes the key, never used to sign; empty when there is none. */
	previousSignKey: string;
}

/** What a write is known by at the vendor's and at the shop's, such as its Origin Order ID. */
export interface CallName {
	/** As an error item calls it. */
	name: string;
	/** As the parameter is called in the editor. */
	label: string;
	value: string;
}

/** One call of the API, before it is signed. */
export interface ApiRequest {
	method: 'GET' | 'POST';
	/** The path that is signed and sent, without the gateway's prefix, e.g. /order/Create. */
	path: string;
	query?: Record<string, string>;
	/** May hold `Digits` where the API wants a number of any length (json.ts). */
	body?: Record<string, unknown>;
	/** The very text of the body, in its place: of what is sent once more as it was. */
	bodyText?: string;
	/** True when it changes something upstream. Only what does not is repeated after it was sent. */
	writes: boolean;
	/** The numbers that a write is about; every failure of it names them. */
	names?: readonly CallName[];
}

/** A call that changes nothing upstream. */
export type ReadRequest = ApiRequest & { writes: false };

/** A successful answer, its envelope opened. */
export interface ApiResponse {
	data: JsonValue | undefined;
	message: string;
	/** Informative only: the API succeeds with 1000, 1, 0 or none at all. */
	code: number | string | undefined;
	/** What the vendor's support asks for; empty where the API sends none (1.1.6). */
	logId: string;
	/** What the call was known by, when it was a write. */
	names?: readonly CallName[];
}
