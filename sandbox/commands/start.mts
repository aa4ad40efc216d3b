import { parseArgs } from 'node:util';
import { dialectHelp, readDialects } from '../dialects/index.mts';
import { startSandbox } from '../sandbox.mts';
import { DEFAULT_SETTINGS } from '../settings.mts';
import { REPETITIONS, type Repetition } from '../upstream/world.mts';

const DEFAULT_PORT = 4010;

/** What `same` and `refuse` are read from. */
function repetition(name: string, text: string | undefined): Repetition {
	const found = REPETITIONS.find((known) => known === (text ?? 'same'));
	if (found === undefined) throw new Error(`--${name} must be same or refuse, not "${text}"`);
	return found;
}

const HELP = `A stateful stand-in of the ZhongZhiYou ticket API.

Usage: npx zhongzhiyou-sandbox [options]
       npm run sandbox -- [options]          in a checkout

  --port <n>                 port, 0 picks a free one (default ${DEFAULT_PORT})
  --host <address>           address to listen on (default 127.0.0.1)
  --partner <id>             partner id (env ZZY_PARTNER, default 9258)
  --key <key>                sign key (env ZZY_KEY)
  --prefix <path>            path of a gateway in front of the API, not signed
  --callback-url <url>       where callbacks go (env ZZY_CALLBACK_URL)
  --signed-path <path>       path to sign callbacks for, where a proxy rewrites the URL's own
  --issue-delay <ms>         payment to ticket callback (default ${DEFAULT_SETTINGS.issueDelayMs})
  --review-delay <ms>        refund request to verdict (default ${DEFAULT_SETTINGS.reviewDelayMs})
  --manual                   no ticket and no verdict by itself, only through the control API
  --callback-backoff <ms>    first wait before a callback is repeated (default ${DEFAULT_SETTINGS.callbackBackoffMs})
  --timestamp-window <ms>    how far a Timestamp may be off, 0 = any (default ${DEFAULT_SETTINGS.timestampWindowMs})
  --auth-status <200|401>    HTTP status of refused signatures (default ${DEFAULT_SETTINGS.authFailureStatus})
  --numeric-vouchers         voucher codes as JSON numbers
  --dialect <names>          how answers and callbacks are written, see below; several times, or
                             with commas between
  --duplicate-order <same|refuse>   an OriginOrderId again: the same order, or a refusal (default same)
  --duplicate-refund <same|refuse>  a RefundId again (default same)
  --seed <n>                 decides the order of price rows (default ${DEFAULT_SETTINGS.seed})
  --no-log-bodies            request log without bodies, for benchmarks
  --help                     this text

Other commands, each with a --help of its own:
  npx zhongzhiyou-sandbox send      sends a signed callback, or a recorded one again
  npx zhongzhiyou-sandbox doctor    asks a real account's API and says what differs

Dialects:
${dialectHelp()}

The control API and the products are described in sandbox/README.md.`;

function wholeNumber(name: string, text: string | undefined, fallback: number): number {
	if (text === undefined) return fallback;
	if (!/^\d+$/.test(text)) throw new Error(`--${name} must be a whole number, not "${text}"`);
	return Number(text);
}

/**
 * Starts the sandbox and says where it is; it runs until it gets a signal.
 *
 * @param root the folder of openapi.yaml
 * @throws Error with a sentence for a wrong option, or when the port is taken
 */
export async function start(args: string[], root: string): Promise<void> {
	const { values } = parseArgs({
		args,
		options: {
			port: { type: 'string' },
			host: { type: 'string' },
			partner: { type: 'string', default: process.env.ZZY_PARTNER },
			key: { type: 'string', default: process.env.ZZY_KEY },
			prefix: { type: 'string' },
			'callback-url': { type: 'string', default: process.env.ZZY_CALLBACK_URL },
			'signed-path': { type: 'string' },
			'issue-delay': { type: 'string' },
			'review-delay': { type: 'string' },
			manual: { type: 'boolean' },
			'callback-backoff': { type: 'string' },
			'timestamp-window': { type: 'string' },
			'auth-status': { type: 'string' },
			'numeric-vouchers': { type: 'boolean' },
			dialect: { type: 'string', multiple: true },
			'duplicate-order': { type: 'string' },
			'duplicate-refund': { type: 'string' },
			seed: { type: 'string' },
			'no-log-bodies': { type: 'boolean' },
			help: { type: 'boolean' },
		},
	});
	if (values.help === true) {
		console.log(HELP);
		return;
	}
	const url = values['callback-url'];
	if (url !== undefined && !URL.canParse(url)) {
		throw new Error(`--callback-url is not a URL: "${url}"`);
	}
	if (values.partner !== undefined && !/^\d+$/.test(values.partner)) {
		throw new Error(`--partner must be digits, not "${values.partner}"`);
	}
	const manual = values.manual === true;
	const sandbox = await startSandbox({
		root,
		port: wholeNumber('port', values.port, DEFAULT_PORT),
		host: values.host,
		partnerId: values.partner,
		signKey: values.key,
		prefix: values.prefix,
		callback: url === undefined ? undefined : { url, signedPath: values['signed-path'] },
		settings: {
			issueDelayMs: manual
				? null
				: wholeNumber('issue-delay', values['issue-delay'], DEFAULT_SETTINGS.issueDelayMs ?? 0),
			reviewDelayMs: manual
				? null
				: wholeNumber('review-delay', values['review-delay'], DEFAULT_SETTINGS.reviewDelayMs ?? 0),
			callbackBackoffMs: wholeNumber(
				'callback-backoff',
				values['callback-backoff'],
				DEFAULT_SETTINGS.callbackBackoffMs,
			),
			timestampWindowMs: wholeNumber(
				'timestamp-window',
				values['timestamp-window'],
				DEFAULT_SETTINGS.timestampWindowMs,
			),
			authFailureStatus: wholeNumber(
				'auth-status',
				values['auth-status'],
				DEFAULT_SETTINGS.authFailureStatus,
			),
			numericVouchers: values['numeric-vouchers'] === true,
			dialects: readDialects(values.dialect ?? []).map(({ name }) => name),
			duplicateOrder: repetition('duplicate-order', values['duplicate-order']),
			duplicateRefund: repetition('duplicate-refund', values['duplicate-refund']),
			seed: wholeNumber('seed', values.seed, DEFAULT_SETTINGS.seed),
			logBodies: values['no-log-bodies'] !== true,
		},
	});
	// Before anything is printed: whoever reads the lines may end the sandbox at once.
	for (const signal of ['SIGTERM', 'SIGINT'] as const) {
		process.once(signal, () => void sandbox.close());
	}
	console.log(`Base URL: ${sandbox.baseUrl}`);
	console.log(`Partner ID: ${sandbox.identity.partnerId}`);
	console.log(`Sign Key: ${sandbox.identity.signKey}`);
	console.log(`Control API: ${sandbox.controlUrl}`);
}
