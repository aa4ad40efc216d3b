// npm start: n8n with these nodes in it, a sandbox of the upstream, and one order placed through both.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuild } from './lib/build.mjs';
import { ensureDependencies } from './lib/dependencies.mjs';
import { ensureN8n } from './lib/n8n-cache.mjs';
import { CommandFailed, main, node24, projectEnv, root } from './lib/process.mjs';

const help = `npm start -- [options]

  --once              place one order and stop; exits 0 if it was issued and its QR codes came back
  --port <n>          port of n8n (default 5678; with --once any free one)
  --sandbox-port <n>  port of the sandbox (default 4010; with --once any free one)
  --help              this text`;

function readArguments() {
	try {
		const options = {
			once: { type: 'boolean' },
			port: { type: 'string' },
			'sandbox-port': { type: 'string' },
			help: { type: 'boolean' },
		};
		const { values } = parseArgs({ options });
		for (const name of ['port', 'sandbox-port']) {
			const value = values[name];
			if (
				value !== undefined &&
				!(/^\d+$/.test(value) && Number(value) > 0 && Number(value) < 65536)
			) {
				throw new CommandFailed(`--${name} must be a port number, not "${value}"`);
			}
		}
		return values;
	} catch (error) {
		throw new CommandFailed(`${error.message}\n\n${help}`);
	}
}

/** The rest needs Node 24. A terminal's Ctrl-C reaches that process too, and this one waits for it. */
async function continueInNode24() {
	const script = join(root, 'scripts/lib/start-n8n.mjs');
	const args = ['--disable-warning=MODULE_TYPELESS_PACKAGE_JSON', script, ...process.argv.slice(2)];
	const child = spawn(node24, args, { cwd: root, env: projectEnv(), stdio: 'inherit' });
	process.on('SIGINT', () => {});
	process.on('SIGTERM', () => child.kill('SIGTERM'));
	return await new Promise((done, fail) => {
		child.once('error', fail);
		child.once('close', (code) => done(code ?? 1));
	});
}

await main(async () => {
	if (readArguments().help) {
		console.log(help);
		return 0;
	}
	await ensureDependencies();
	await ensureBuild();
	await ensureN8n();
	return await continueInNode24();
});
