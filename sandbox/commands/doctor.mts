import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type RecordedCallback, recordedCallbacks } from '../callbacks/recorded.mts';
import { DEFAULT_PRODUCTS, diagnose } from '../doctor/doctor.mts';
import { dialectHint, hasHarm, reportOf, tableOf } from '../doctor/report.mts';
import { isObject, parseJson } from '../formats/json.mts';

const HELP = `Asks a real account's API and says what differs from what these packages assume.

Usage: npx zhongzhiyou-sandbox doctor --base-url <url> --partner <id> --key <key> [options]
       npm run sandbox -- doctor --base-url <url> …          in a checkout

  --base-url <url>         as in the credential
  --partner <id>           Partner ID (env ZZY_PARTNER)
  --key <key>              Sign Key (env ZZY_KEY)
  --products <n>           of how many products prices are asked for (default ${DEFAULT_PRODUCTS})
  --callbacks <file>       hold recorded callbacks against the contract too: JSON of events with the
                           trigger's Include Raw Callback, or of the sandbox's GET /deliveries
  --order <productId>      validate and place an order of one ticket, and cancel it at once
  --name, --mobile, --id-card   in whose name (default one that is nobody's)
  --report <file>          write a report in Markdown without anybody's data, for an issue
  --help                   this text

It reads only, unless --order is given. Exits with 0 when nothing differs that matters, with 1 when
something does, with 2 when it could not be carried out.`;

const NOBODY = { name: '测试游客', mobile: '13800138000', idCard: '11010519491231002X' };

/** A wrong option: nothing was asked. */
class WrongUse extends Error {}

function required(name: string, value: string | undefined): string {
	if (value === undefined || value === '') throw new WrongUse(`--${name} is missing; see --help.`);
	return value;
}

function digits(name: string, value: string): string {
	if (!/^\d+$/.test(value)) throw new WrongUse(`--${name} must be digits, not "${value}"`);
	return value;
}

function readBaseUrl(text: string): string {
	const isHttp = URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
	if (!isHttp) throw new WrongUse(`--base-url must be an http or https URL, not "${text}"`);
	return text;
}

async function readCallbacks(file: string): Promise<RecordedCallback[]> {
	let text: string;
	try {
		text = await readFile(file, 'utf8');
	} catch {
		throw new WrongUse(`${file} cannot be read.`);
	}
	let recorded: RecordedCallback[];
	try {
		recorded = recordedCallbacks(parseJson(text));
	} catch {
		throw new WrongUse(`${file} is not JSON.`);
	}
	if (recorded.length === 0) throw new WrongUse(`${file} holds no callback.`);
	return recorded;
}

/** The package's version: its manifest is beside openapi.yaml in a checkout, above it when built. */
async function versionOf(root: string): Promise<string> {
	for (const folder of [root, join(root, '..')]) {
		const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => '{}');
		const manifest = parseJson(text);
		if (isObject(manifest) && typeof manifest.version === 'string') return manifest.version;
	}
	return 'unknown';
}

async function examine(args: string[], root: string): Promise<number> {
	const { values } = parseArgs({
		args,
		options: {
			'base-url': { type: 'string' },
			partner: { type: 'string', default: process.env.ZZY_PARTNER },
			key: { type: 'string', default: process.env.ZZY_KEY },
			products: { type: 'string', default: String(DEFAULT_PRODUCTS) },
			callbacks: { type: 'string' },
			order: { type: 'string' },
			name: { type: 'string', default: NOBODY.name },
			mobile: { type: 'string', default: NOBODY.mobile },
			'id-card': { type: 'string', default: NOBODY.idCard },
			report: { type: 'string' },
			help: { type: 'boolean' },
		},
	});
	if (values.help === true) {
		console.log(HELP);
		return 0;
	}
	const baseUrl = readBaseUrl(required('base-url', values['base-url']));
	const partnerId = digits('partner', required('partner', values.partner));
	const signKey = required('key', values.key);
	const visitor = { name: values.name, mobile: values.mobile, idCard: values['id-card'] };
	const { order } = values;
	const findings = await diagnose({
		root,
		account: { baseUrl, partnerId, signKey },
		products: Number(digits('products', values.products)),
		order: order === undefined ? undefined : { productId: digits('order', order), visitor },
		callbacks: values.callbacks === undefined ? undefined : await readCallbacks(values.callbacks),
	});
	const hint = dialectHint(findings);
	console.log(
		[tableOf(findings), findings.notes.join('\n'), hint].filter((part) => part !== '').join('\n\n'),
	);
	if (values.report !== undefined) {
		const version = await versionOf(root);
		const context = { version, baseUrl, hasOrder: order !== undefined, now: Date.now() };
		await writeFile(values.report, reportOf(findings, context));
		console.log(`\nThe report is in ${values.report}; it holds nobody's data and no key.`);
	}
	if (findings.looked === 0) return 2;
	return hasHarm(findings) ? 1 : 0;
}

/**
 * Asks an account's API and prints what differs.
 *
 * @param root the folder of openapi.yaml
 * @returns the exit code: 0 when nothing differs that matters, 1 when something does, 2 when it could
 *   not be carried out
 */
export async function doctor(args: string[], root: string): Promise<number> {
	try {
		return await examine(args, root);
	} catch (error) {
		const isWrongUse = error instanceof WrongUse || (isObject(error) && 'code' in error);
		if (!isWrongUse) throw error;
		console.error(error.message);
		return 2;
	}
}
