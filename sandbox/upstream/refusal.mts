/** A call that is refused: becomes the vendor's envelope with IsSuccess false. */
export class Refusal extends Error {
	readonly code: number;

	constructor(message: string, code = 0) {
		super(message);
		this.code = code;
	}
}
