import { parseArgs } from 'node:util';
import {
	BAD_KINDS,
	type Callback,
	type CallbackAnswer,
	buildCallback,
	isBadKind,
	sendCallback,
} from './callbacks/callback.mts';
import { EVENT_NAMES, isEventName } from './callbacks/samples.mts';
import { readDialects } from './dialects/index.mts';
import { type JsonObject, isJsonObject, parseJson } from './formats/json.mts';
import { DEFAULT_PARTNER_ID, DEFAULT_SIGN_KEY } from './identity.mts';

const HELP = `Sends signed callbacks as the ZhongZhiYou API does.

Usage: npm run send -- <event> --url <webhook> [options]

Events:
  ${EVENT_NAMES.join('\n  ')}

  --url <url>              where to send it
  --partner <id>           partner id (env ZZY_PARTNER, default ${DEFAULT_PARTNER_ID})
  --key <key>              sign key (env ZZY_KEY, default the sandbox's)
  --signed-path <path>     path to sign, where a proxy rewrites the URL's own
  --body <json>            members that replace the sample's, e.g. '{"OrderId":4623122}'
  --timestamp <ms>         the Timestamp header (default now)
  --count <n>              how many times to send it (default 1)
  --concurrency <n>        how many at once (default 1)
  --bad <kind>             do one thing wrong, see below
  --dialect <names>        how it is written, as in npm run sandbox -- --help
  --print-curl             print a curl command instead of sending
  --help                   this text

Kinds of --bad, and the status that must refuse them:
  ${Object.entries(BAD_KINDS)
		.map(([kind, status]) => `${kind} ${status}`)
		.join('\n  ')}

Exits with 0 when every answer was as it should be: Code 1000, or with --bad a refusal.`;

function atLeastOne(name: string, text: string): number {
	if (!/^[1-9]\d*$/.test(text)) throw new Error(`--${name} must be at least 1, not "${text}"`);
	return Number(text);
}

function readBody(text: string): JsonObject {
	const body = parseJson(text);
	if (!isJsonObject(body)) throw new Error('--body must be a JSON object');
	return body;
}

function quote(text: string): string {
	return `'${text.replaceAll("'", `'\\''`)}'`;
}

function curlCommand({ url, headers, body }: Callback): string {
	const options = Object.entries(headers).map(
		([name, value]) => `-H ${quote(`${name}: ${value}`)}`,
	);
	return ['curl -i -X POST', ...options, `--data-raw ${quote(body)}`, quote(url)].join(' \\\n  ');
}

async function sendMany(
	build: () => Callback,
	count: number,
	concurrency: number,
	onAnswer: (answer: CallbackAnswer) => void,
): Promise<void> {
	let started = 0;
	const worker = async () => {
		while (started < count) {
			started += 1;
			onAnswer(await sendCallback(build()));
		}
	};
	await Promise.all(Array.from({ length: Math.min(concurrency, count) }, worker));
}

async function main(): Promise<void> {
	const { values, positionals } = parseArgs({
		allowPositionals: true,
		options: {
			url: { type: 'string' },
			partner: { type: 'string', default: process.env.ZZY_PARTNER ?? DEFAULT_PARTNER_ID },
			key: { type: 'string', default: process.env.ZZY_KEY ?? DEFAULT_SIGN_KEY },
			'signed-path': { type: 'string' },
			body: { type: 'string', default: '{}' },
			timestamp: { type: 'string' },
			count: { type: 'string', default: '1' },
			concurrency: { type: 'string', default: '1' },
			bad: { type: 'string' },
			dialect: { type: 'string', multiple: true, default: [] },
			'print-curl': { type: 'boolean' },
			help: { type: 'boolean' },
		},
	});
	if (values.help === true) {
		console.log(HELP);
		return;
	}
	const [event = ''] = positionals;
	const { url, bad, timestamp } = values;
	if (!isEventName(event)) throw new Error(`No event "${event}"; --help lists them.`);
	if (url === undefined || !URL.canParse(url)) throw new Error('--url must be a URL');
	if (bad !== undefined && !isBadKind(bad)) throw new Error(`No kind "${bad}"; --help lists them.`);
	if (timestamp !== undefined && !/^\d+$/.test(timestamp)) {
		throw new Error('--timestamp must be Unix time in milliseconds');
	}
	const body = readBody(values.body);
	const dialects = readDialects(values.dialect);
	const build = () =>
		buildCallback(event, {
			url,
			partnerId: values.partner,
			signKey: values.key,
			signedPath: values['signed-path'],
			timestamp: timestamp === undefined ? undefined : Number(timestamp),
			body,
			bad,
			dialects,
		});
	if (values['print-curl'] === true) {
		console.log(curlCommand(build()));
		return;
	}
	const wanted = ({ status, acknowledged }: CallbackAnswer) =>
		bad === undefined ? acknowledged : status === BAD_KINDS[bad];
	const count = atLeastOne('count', values.count);
	const concurrency = atLeastOne('concurrency', values.concurrency);
	await sendMany(build, count, concurrency, (answer) => {
		console.log(`${answer.status} ${answer.text}`);
		if (!wanted(answer)) process.exitCode = 1;
	});
}

main().catch((error: unknown) => {
	const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
	console.error(cause instanceof Error ? cause.message || String(cause) : String(cause));
	process.exitCode = 1;
});
