import type { Rule } from './violation.mts';

/** A way to break the node on purpose, to see that the simulation finds it. */
export interface Mutant {
	name: string;
	/** The file that it breaks, of the repository. */
	file: string;
	/** What stands there; it has to, or the mutant is out of date. */
	find: string;
	replace: string;
	/** The rules of which one has to be seen broken. */
	breaks: readonly Rule[];
}

const DOOR = 'nodes/Zhongzhiyou/api/request.ts';
const ERRORS = 'nodes/Zhongzhiyou/api/errors.ts';
const DELIVERIES = 'nodes/Zhongzhiyou/trigger/kept/deliveries.ts';
const STEPS = 'nodes/Zhongzhiyou/trigger/steps';

export const MUTANTS: readonly Mutant[] = [
	{
		name: 'a write is repeated when the server fails',
		file: DOOR,
		find: 'mayRepeat: !request.writes && mayPass(statusCode)',
		replace: 'mayRepeat: mayPass(statusCode)',
		breaks: ['oneRequest', 'notAgain'],
	},
	{
		name: 'a write is repeated when the connection breaks',
		file: DOOR,
		find: '!fault.cancelled && (!request.writes || fault.neverLeft)',
		replace: '!fault.cancelled',
		breaks: ['oneRequest', 'notAgain'],
	},
	{
		name: 'reads are repeated once too often',
		file: DOOR,
		find: 'repeats >= options.retries',
		replace: 'repeats > options.retries',
		breaks: ['reads'],
	},
	{
		name: 'n8n judges the status of answers, and sends again after 401',
		file: DOOR,
		find: 'ignoreHttpStatusErrors: true',
		replace: 'ignoreHttpStatusErrors: false',
		breaks: ['oneRequest', 'notAgain', 'unknownIfLost'],
	},
	{
		name: 'reads go to another host',
		file: DOOR,
		find: '		baseURL,\n',
		replace: "		baseURL: request.writes ? baseURL : 'http://198.51.100.7',\n",
		breaks: ['loopback'],
	},
	{
		name: 'errors show the sign key',
		file: DOOR,
		find: 'throw result.failure;',
		replace:
			'throw Object.assign(result.failure, { message: `${result.failure.message} ${credential.signKey}` });',
		breaks: ['secret'],
	},
	{
		name: 'a broken connection counts as not carried out',
		file: ERRORS,
		find: 'request.writes && !fault.neverLeft',
		replace: 'request.writes && fault.cancelled',
		breaks: ['noMeansNo', 'noAfterUnknown', 'mentioned'],
	},
	{
		name: 'a server that fails counts as not carried out',
		file: ERRORS,
		find: 'request.writes && (httpStatus < 300 || mayHaveDone(httpStatus))',
		replace: 'request.writes && httpStatus < 300',
		breaks: ['noMeansNo', 'noAfterUnknown', 'mentioned'],
	},
	{
		name: 'what is so already counts as not carried out',
		file: ERRORS,
		find: 'doubts.alreadySo ||',
		replace: '',
		breaks: ['alreadySo'],
	},
	{
		name: 'a host that is down leaves it unknown',
		file: ERRORS,
		find: 'request.writes && !fault.neverLeft',
		replace: 'request.writes',
		breaks: ['unknownIfLost'],
	},
	{
		name: 'long numbers are rounded',
		file: 'nodes/Zhongzhiyou/api/json.ts',
		find: 'keepsDigits(value, source) ? value : source',
		replace: 'value',
		breaks: ['codes'],
	},
	{
		name: 'long numbers become a text without their last digit',
		file: 'nodes/Zhongzhiyou/api/json.ts',
		find: 'keepsDigits(value, source) ? value : source',
		replace: 'keepsDigits(value, source) ? value : source.slice(0, -1)',
		breaks: ['codes'],
	},
	{
		name: 'like items of one list get one number',
		file: 'nodes/Zhongzhiyou/orders/automaticNumber.ts',
		find: '[runIndex, itemIndex]',
		replace: 'runIndex',
		breaks: ['oneOrder', 'notAgain', 'oneRequest'],
	},
	{
		name: 'an automatic number is new each time',
		file: 'nodes/Zhongzhiyou/orders/automaticNumber.ts',
		find: 'canonicalJson([workflowId,',
		replace: 'canonicalJson([Date.now(), workflowId,',
		breaks: ['oneOrder'],
	},
	{
		name: 'a try forgets what the one before had carried out',
		file: 'nodes/Zhongzhiyou/operations/carriedOut.ts',
		find: 'this.context[KEY] = { run: this.place.runIndex, items, doubts };',
		replace: 'this.context[KEY] = { run: -1, items, doubts };',
		breaks: ['notAgain', 'mentioned', 'noAfterUnknown', 'oneOrder', 'resent'],
	},
	{
		name: 'what is in doubt is made anew in the next try',
		file: 'nodes/Zhongzhiyou/operations/carriedOut.ts',
		find: 'const doubt = doubts.find(({ mark }) => isSameSetUp(mark, own));',
		replace: 'const doubt = doubts.find(({ mark }) => mark.path === own.setUp);',
		breaks: ['resent', 'noAfterUnknown', 'mentioned'],
	},
	{
		name: 'nothing is remembered of a callback',
		file: DELIVERIES,
		find: 'return at !== undefined && now - at < window;',
		replace: 'return false;',
		breaks: ['callbackOnce'],
	},
	{
		name: 'copies at the same moment all run',
		file: DELIVERIES,
		find: 'other !== undefined && now - other.since < ABANDONED_AFTER',
		replace: 'other !== undefined && now < 0',
		breaks: ['callbackOnce'],
	},
	{
		name: 'a restart forgets what was accepted',
		file: DELIVERIES,
		find: "typeof snapshot !== 'string' || snapshot === this.lastSnapshot",
		replace: "typeof snapshot === 'string' || snapshot === this.lastSnapshot",
		breaks: ['callbackOnce'],
	},
	{
		name: 'a callback counts as accepted although its execution could not be stored',
		file: `${STEPS}/deduplicate.ts`,
		find: "acknowledged ? 'accepted' : 'failed'",
		replace: "'accepted'",
		breaks: ['callbackRuns', 'callbackTaken'],
	},
	{
		name: 'two changes of one product are one',
		file: 'nodes/Zhongzhiyou/events/decode.ts',
		find: 'if (!named) identity.push(timestamp);',
		replace: '',
		breaks: ['callbackRuns'],
	},
	{
		name: 'what was redeemed is acknowledged and dropped',
		file: `${STEPS}/filter.ts`,
		find: 'if (!selected || !filtered) return selected;',
		replace:
			"if (event.event === 'order.redeemed') return false;\n	if (!selected || !filtered) return selected;",
		breaks: ['callbackRuns'],
	},
	{
		name: 'any signature will do',
		file: `${STEPS}/verify.ts`,
		find: 'return result.ok\n',
		replace:
			"if (!result.ok) return pass({ ...call, credential, timestamp: '1777597200000' });\n		return result.ok\n",
		breaks: ['callbackTaken'],
	},
];

/** @throws when the file is not any more what the mutant was made for */
export function broken({ name, file, find, replace }: Mutant, source: string): string {
	if (!source.includes(find)) throw new Error(`Mutant ${name} finds no longer in ${file}: ${find}`);
	return source.replace(find, () => replace);
}
