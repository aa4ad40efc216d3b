#!/usr/bin/env node
import { dirname } from 'node:path';
import { doctor } from './commands/doctor.mts';
import { send } from './commands/send.mts';
import { start } from './commands/start.mts';

/** Where openapi.yaml is: the checkout, or what was built from it. */
const ROOT = dirname(import.meta.dirname);

/** What does a command's work; gives the exit code, 0 when it gives none. */
type Command = (args: string[], root: string) => Promise<number | void>;

const COMMANDS: ReadonlyMap<string, Command> = new Map<string, Command>([
	['start', start],
	['send', send],
	['doctor', doctor],
]);

async function main([name = '', ...rest]: string[]): Promise<number> {
	const hasName = name !== '' && !name.startsWith('-');
	const command = COMMANDS.get(hasName ? name : 'start');
	if (command === undefined) {
		throw new Error(`No command "${name}"; there are ${[...COMMANDS.keys()].join(', ')}.`);
	}
	return (await command(hasName ? rest : process.argv.slice(2), ROOT)) ?? 0;
}

function explain(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	if ('code' in error && error.code === 'EADDRINUSE' && 'port' in error) {
		return `Port ${error.port} is taken. Give another with --port, or --port 0 for any free one.`;
	}
	const cause = error.cause instanceof Error ? error.cause : error;
	return cause.message || String(cause);
}

main(process.argv.slice(2)).then(
	(code) => {
		process.exitCode ||= code;
	},
	(error: unknown) => {
		console.error(explain(error));
		process.exitCode = 1;
	},
);
