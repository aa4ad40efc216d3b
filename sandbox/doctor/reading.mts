// What the doctor has of the nodes' judgements, and the one file that imports them. The sandbox's rules
// are a second opinion and share none; the doctor is to say what the nodes make of a real answer, which
// nobody but the nodes can say. Nothing else in the sandbox may import from this folder.
export { blameOf } from '../../nodes/Zhongzhiyou/api/blame.ts';
export { TEST_BASE_URL } from '../../nodes/Zhongzhiyou/api/credential.ts';
export { openData } from '../../nodes/Zhongzhiyou/api/data.ts';
export { type Envelope, openEnvelope } from '../../nodes/Zhongzhiyou/api/envelope.ts';
export { clockSkewSeconds } from '../../nodes/Zhongzhiyou/api/errors.ts';
export { ApiFailure } from '../../nodes/Zhongzhiyou/api/failures.ts';
export {
	nameCreated,
	namePaid,
	namePrices,
	nameProducts,
	nameQrCode,
	nameRefunded,
	nameWithin,
} from '../../nodes/Zhongzhiyou/api/names.ts';
export type { ReadClient } from '../../nodes/Zhongzhiyou/api/request.ts';
export { chinaDayNumber, parseChinaTime } from '../../nodes/Zhongzhiyou/api/time.ts';
export type { ApiResponse, JsonObject, JsonValue } from '../../nodes/Zhongzhiyou/api/types.ts';
export { voucherCodesIn } from '../../nodes/Zhongzhiyou/api/vouchers.ts';
export { readCallback } from '../../nodes/Zhongzhiyou/events/decode.ts';
export { pricesByDay } from '../../nodes/Zhongzhiyou/products/days.ts';
export {
	fetchPriceAnswer,
	fetchProduct,
	fetchProducts,
} from '../../nodes/Zhongzhiyou/products/lookup.ts';
export { readSessionTime } from '../../nodes/Zhongzhiyou/values/times.ts';
