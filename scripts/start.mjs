// npm start: n8n with these nodes in it, a sandbox of the upstream, and one order placed through both.
import { parseArgs } from 'node:util';
import { chooseN8n, n8nHelp, n8nOptions } from '../harness/base/choice.mjs';
import { CommandFailed, main } from '../harness/base/command.mjs';
import { runInNode24 } from './lib/node24.mjs';

const help = `npm start -- [options]

  --once              place one order and stop; exits 0 if it was issued and its QR codes came back
  --port <n>          port of n8n (default 5678; with --once any free one)
  --sandbox-port <n>  port of the sandbox (default 4010; with --once any free one)
${n8nHelp}
  --help              this text`;

function readArguments() {
	try {
		const { values } = parseArgs({
			options: {
				once: { type: 'boolean' },
				port: { type: 'string' },
				'sandbox-port': { type: 'string' },
				...n8nOptions,
				help: { type: 'boolean' },
			},
		});
		chooseN8n(values);
		for (const name of /** @type {const} */ (['port', 'sandbox-port'])) {
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
		throw new CommandFailed(`${error instanceof Error ? error.message : error}\n\n${help}`);
	}
}

await main(async () => {
	if (readArguments().help) {
		console.log(help);
		return 0;
	}
	return await runInNode24('scripts/lib/start-n8n.mts', process.argv.slice(2));
});
