// This folder runs on any Node from 20 on and needs no package: it is what installs the others.
// Hence .mjs, whose types are in comments; tsc checks them like all others.
import { spawn } from 'node:child_process';
import { projectEnv, root } from './paths.mjs';

/** A command that was run and failed; its output has been shown already, so no stack is needed. */
export class CommandFailed extends Error {}

/**
 * Runs a command to its end.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {object} [options]
 * @param {string} [options.cwd] default the checkout
 * @param {NodeJS.ProcessEnv} [options.env] default the project's own
 * @param {(line: string) => void} [options.onLine] gets each line of output, stderr too; without it
 *   the output is passed through
 * @throws {CommandFailed} when it ends with anything but 0
 */
export async function run(command, args, { cwd = root, env = projectEnv(), onLine } = {}) {
	const child = spawn(command, args, {
		cwd,
		env,
		stdio: onLine ? ['ignore', 'pipe', 'pipe'] : 'inherit',
	});
	for (const stream of [child.stdout, child.stderr]) {
		if (onLine && stream) eachLine(stream, onLine);
	}
	const code = await new Promise((done, fail) => {
		child.once('error', fail);
		child.once('close', (status, signal) => done(status ?? signal));
	});
	if (code !== 0) throw new CommandFailed(`${command} ${args.join(' ')} ended with ${code}`);
}

/**
 * @param {import('node:stream').Readable} stream
 * @param {(line: string) => void} onLine
 */
function eachLine(stream, onLine) {
	let rest = '';
	stream.setEncoding('utf8');
	stream.on('data', (/** @type {string} */ chunk) => {
		const lines = (rest + chunk).split('\n');
		rest = lines.pop() ?? '';
		lines.forEach((line) => onLine(line));
	});
	stream.on('end', () => rest && onLine(rest));
}

/**
 * The code of an error of Node's own, such as ENOENT.
 *
 * @param {unknown} error
 * @returns {unknown}
 */
export function codeOf(error) {
	return error instanceof Error && 'code' in error ? error.code : undefined;
}

/**
 * The body of a command: failures become a sentence and an exit code, not a stack trace.
 *
 * @param {() => Promise<number | void>} body gives the exit code, 0 when it gives none
 */
export async function main(body) {
	try {
		process.exitCode = (await body()) ?? 0;
	} catch (error) {
		const explained = error instanceof CommandFailed || codeOf(error) === 'ERR_ASSERTION';
		console.error(explained && error instanceof Error ? `\n${error.message}` : error);
		process.exitCode = 1;
	}
}
