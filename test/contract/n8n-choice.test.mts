// The flags that choose the n8n which start, tests and bench run.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

import { chooseN8n, chosenN8n } from '../../harness/base/choice.mjs';
import { chosenLanguage, environment, publicUrl } from '../../harness/n8n/environment.mts';

const VARIABLES = ['ZZY_N8N_VERSION', 'ZZY_N8N_COMMAND', 'N8N_DEFAULT_LOCALE'];

const before = VARIABLES.map((name) => process.env[name]);

beforeEach(() => VARIABLES.forEach((name) => delete process.env[name]));

afterAll(() =>
	VARIABLES.forEach((name, index) => {
		if (before[index] === undefined) delete process.env[name];
		else process.env[name] = before[index];
	}),
);

test('without a flag it is the pinned one, or what the command before has chosen', () => {
	chooseN8n({});
	expect(chosenN8n()).toEqual({});
	chooseN8n({ 'n8n-version': '1.123.81' });
	chooseN8n({});
	expect(chosenN8n()).toEqual({ version: '1.123.81' });
});

test('a flag takes the place of what was chosen before', () => {
	chooseN8n({ 'n8n-version': '2.42.0-rc.1' });
	chooseN8n({ 'n8n-command': '/opt/n8n/run' });
	expect(chosenN8n()).toEqual({ command: '/opt/n8n/run' });
	chooseN8n({ 'n8n-version': '2.0.3' });
	expect(chosenN8n()).toEqual({ version: '2.0.3' });
});

test.each<[Parameters<typeof chooseN8n>[0], RegExp]>([
	[{ 'n8n-version': 'latest' }, /whole version/],
	[{ 'n8n-version': '2.41' }, /whole version/],
	[{ 'n8n-version': '../2.41.1' }, /whole version/],
	[{ 'n8n-command': ' ' }, /executable/],
	[{ 'n8n-version': '2.41.1', 'n8n-command': 'n8n' }, /exclude each other/],
])('%j is refused', (flags, why) => {
	expect(() => chooseN8n(flags)).toThrow(why);
	expect(chosenN8n()).toEqual({});
});

test('npm start says so before it installs anything', () => {
	const start = (...args: string[]): string => {
		try {
			return execFileSync(process.execPath, ['scripts/start.mjs', ...args], {
				encoding: 'utf8',
				stdio: 'pipe',
			});
		} catch (error) {
			return String(error);
		}
	};
	expect(start('--n8n-version', 'newest')).toContain('must be a whole version');
	expect(start('--help')).toContain('--n8n-command');
});

describe('the environment', () => {
	const of = (version: string) => environment(version, '/tmp/user', 5678, 5679);

	test.each(['1.123.81', '2.0.3', '2.20.12', '2.30.8', '2.41.1', '3.0.0'])(
		'of n8n %s loads packages that are not verified',
		(version) => expect(of(version).N8N_UNVERIFIED_PACKAGES_ENABLED).toBe('true'),
	);

	test('names a module only to an n8n that knows it', () => {
		expect(of('1.123.81')).not.toHaveProperty('N8N_DISABLED_MODULES');
		expect(of('2.41.1').N8N_DISABLED_MODULES).toBe('mcp-registry');
		expect(of('3.0.0').N8N_DISABLED_MODULES).toBe('mcp-registry');
	});

	test('has the language that was chosen for npm start, and no test has one', () => {
		expect(chosenLanguage()).toEqual({});
		process.env.N8N_DEFAULT_LOCALE = 'zh-CN';
		expect(chosenLanguage()).toEqual({ N8N_DEFAULT_LOCALE: 'zh-CN' });
		expect(of('2.41.1')).not.toHaveProperty('N8N_DEFAULT_LOCALE');
		expect(readFileSync('scripts/lib/start-n8n.mts', 'utf8')).toContain('...chosenLanguage()');
	});

	test('gives the public address by both its names', () => {
		const url = 'https://example.com/';
		expect(publicUrl(url)).toEqual({ WEBHOOK_URL: url, N8N_WEBHOOK_URL: url });
	});
});
