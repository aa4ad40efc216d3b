import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import {
	BAD_KINDS,
	type Callback,
	type CallbackAnswer,
	buildCallback,
	isBadKind,
	repeatCallback,
	sendCallback,
} from '../callbacks/callback.mts';
import { recordedCallbacks } from '../callbacks/recorded.mts';
import { EVENT_NAMES, isEventName } from '../callbacks/samples.mts';
import { readDialects } from '../dialects/index.mts';
import { type JsonObject, isJsonObject, parseJson } from '../formats/json.mts';
import { DEFAULT_PARTNER_ID, DEFAULT_SIGN_KEY } from '../identity.mts';

const HELP = `Sends signed callbacks as the ZhongZhiYou API does.

Usage: npx zhongzhiyou-sandbox send <event> --url <webhook> --partner <id> --key <key> [options]
       npx zhongzhiyou-sandbox send --replay <file> --url <webhook> --partner <id> --key <key>
       npm run send -- <event> --url <webhook> [options]          in a checkout

Events:
  ${EVENT_NAMES.join('\n  ')}

  --url <url>              where to send it
  --replay <file>          send again what is recorded in a file of JSON, signed anew: events with
                           the trigger's Include Raw Callback, or the sandbox's GET /deliveries
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

/** What is sent, made anew for each time it is sent. */
type Builder = () => Callback;

interface Target {
	url: string | undefined;
	partner: string | undefined;
	key: string;
	signedPath: string | undefined;
	timestamp: number | undefined;
}

function readUrl(url: string | undefined): string {
	if (url === undefined || !URL.canParse(url)) throw new Error('--url must be a URL');
	return url;
}

/** @throws Error with a sentence when the file cannot be read or holds no callback */
async function readRecording(file: string, target: Target): Promise<Builder[]> {
	const text = await readFile(file, 'utf8');
	const recorded = recordedCallbacks(parseRecording(file, text));
	if (recorded.length === 0) {
		throw new Error(
			`${file} holds no callback: neither what Include Raw Callback of the trigger adds, nor deliveries of the sandbox.`,
		);
	}
	return recorded.map((one) => {
		const { key: signKey, signedPath, timestamp } = target;
		const url = readUrl(target.url ?? one.url);
		const partnerId = target.partner ?? (one.partnerId || DEFAULT_PARTNER_ID);
		return () => repeatCallback(one, { url, partnerId, signKey, signedPath, timestamp });
	});
}

function parseRecording(file: string, text: string): unknown {
	try {
		return parseJson(text);
	} catch {
		throw new Error(`${file} is not JSON.`);
	}
}

/**
 * Sends signed callbacks and prints what each was answered.
 *
 * @returns the exit code: 0 when every answer was as it should be
 * @throws Error with a sentence for a wrong option, and when there is no answer
 */
export async function send(args: string[]): Promise<number> {
	const { values, positionals } = parseArgs({
		args,
		allowPositionals: true,
		options: {
			url: { type: 'string' },
			replay: { type: 'string' },
			partner: { type: 'string', default: process.env.ZZY_PARTNER },
			key: { type: 'string', default: process.env.ZZY_KEY ?? DEFAULT_SIGN_KEY },
			'signed-path': { type: 'string' },
			body: { type: 'string' },
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
		return 0;
	}
	const [event = ''] = positionals;
	const { bad, timestamp, replay } = values;
	if (bad !== undefined && !isBadKind(bad)) throw new Error(`No kind "${bad}"; --help lists them.`);
	if (timestamp !== undefined && !/^\d+$/.test(timestamp)) {
		throw new Error('--timestamp must be Unix time in milliseconds');
	}
	const target: Target = {
		url: values.url,
		partner: values.partner,
		key: values.key,
		signedPath: values['signed-path'],
		timestamp: timestamp === undefined ? undefined : Number(timestamp),
	};
	const count = atLeastOne('count', values.count);
	const concurrency = atLeastOne('concurrency', values.concurrency);
	const dialects = readDialects(values.dialect);
	let builders: Builder[];
	if (replay === undefined) {
		if (!isEventName(event)) throw new Error(`No event "${event}"; --help lists them.`);
		const body = readBody(values.body ?? '{}');
		const options = {
			url: readUrl(target.url),
			partnerId: target.partner ?? DEFAULT_PARTNER_ID,
			signKey: target.key,
			signedPath: target.signedPath,
			timestamp: target.timestamp,
			body,
			bad,
			dialects,
		};
		builders = [() => buildCallback(event, options)];
	} else {
		const changes = event !== '' || values.body !== undefined || bad !== undefined;
		if (changes || dialects.length > 0) {
			throw new Error(
				'--replay sends what was recorded: an event, --body, --bad and --dialect do not go with it.',
			);
		}
		builders = await readRecording(replay, target);
	}
	if (values['print-curl'] === true) {
		for (const build of builders) console.log(curlCommand(build()));
		return 0;
	}
	const wanted = ({ status, acknowledged }: CallbackAnswer) =>
		bad === undefined ? acknowledged : status === BAD_KINDS[bad];
	let code = 0;
	for (const build of builders) {
		await sendMany(build, count, concurrency, (answer) => {
			console.log(`${answer.status} ${answer.text}`);
			if (!wanted(answer)) code = 1;
		});
	}
	return code;
}
