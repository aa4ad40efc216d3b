// All that the sandbox has of the node, and the one file that imports it. Formats only: how a call is
// signed, which events there are and what a sample of each looks like. What an order may do, which
// price counts and what a date means is written a second time in upstream/, from the vendor's
// document alone: a mistake of the node's must not be the sandbox's too.
export {
	AUTH_PUB,
	computeSignature,
	signedHeaders,
} from '../../nodes/Zhongzhiyou/api/signature.ts';
export { CATALOG, UNKNOWN_EVENT, type EventName } from '../../nodes/Zhongzhiyou/events/catalog.ts';
