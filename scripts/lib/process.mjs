import { spawn } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve, delimiter } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** Node 24 as an npm package: n8n needs it, and a machine may well have an older one. */
export const node24 = join(root, 'node_modules/node/bin/node');

/** The environment in which `node` and every tool of the project is the project's own. */
export function projectEnv(extra = {}) {
	const path = [join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter);
	return { ...process.env, PATH: path, ...extra };
}

/** A command that was run and failed; its output has been shown already, so no stack is needed. */
export class CommandFailed extends Error {}

/**
 * Runs a command to its end.
 * `onLine` gets each line of output (stderr too); without it the output is passed through.
 */
export async function run(command, args, { cwd = root, env = projectEnv(), onLine } = {}) {
	const child = spawn(command, args, {
		cwd,
		env,
		stdio: onLine ? ['ignore', 'pipe', 'pipe'] : 'inherit',
	});
	if (onLine) for (const stream of [child.stdout, child.stderr]) eachLine(stream, onLine);
	const code = await new Promise((done, fail) => {
		child.once('error', fail);
		child.once('close', (status, signal) => done(status ?? signal));
	});
	if (code !== 0) throw new CommandFailed(`${command} ${args.join(' ')} ended with ${code}`);
}

export function eachLine(stream, onLine) {
	let rest = '';
	stream.setEncoding('utf8');
	stream.on('data', (chunk) => {
		const lines = (rest + chunk).split('\n');
		rest = lines.pop() ?? '';
		lines.forEach((line) => onLine(line));
	});
	stream.on('end', () => rest && onLine(rest));
}

function isAlive(pid) {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error.code === 'EPERM';
	}
}

const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/** Runs `work` while no other process holds the lock; a lock whose holder died is taken over. */
export async function withLock(path, onWait, work) {
	await mkdir(dirname(path), { recursive: true });
	for (let told = false; ; await pause(500)) {
		try {
			await writeFile(path, String(process.pid), { flag: 'wx' });
			break;
		} catch (error) {
			if (error.code !== 'EEXIST') throw error;
		}
		const holder = Number(await readFile(path, 'utf8').catch(() => '0'));
		if (holder > 0 && !isAlive(holder)) {
			await rm(path, { force: true });
			continue;
		}
		if (!told) onWait(holder);
		told = true;
	}
	const release = () => rm(path, { force: true });
	try {
		return await work();
	} finally {
		await release();
	}
}

export function seconds(since) {
	const elapsed = Math.round((Date.now() - since) / 1000);
	return elapsed < 60 ? `${elapsed} s` : `${Math.floor(elapsed / 60)} min ${elapsed % 60} s`;
}

/** Shows that a long step is alive: in place on a terminal, now and then in a log. */
export function progress(label) {
	const start = Date.now();
	const terminal = process.stdout.isTTY;
	let detail = '';
	const text = () => `  ${label}: ${seconds(start)}${detail && `, ${detail}`}`;
	const show = () => process.stdout.write(terminal ? `\r\x1b[2K${text()}` : `${text()}\n`);
	const timer = setInterval(show, terminal ? 1000 : 20_000);
	return {
		update: (now) => (detail = now),
		end: (outcome) => {
			clearInterval(timer);
			process.stdout.write(
				`${terminal ? '\r\x1b[2K' : ''}  ${label}: ${outcome} after ${seconds(start)}\n`,
			);
		},
	};
}

/** The body of a command: failures become a sentence and an exit code, not a stack trace. */
export async function main(body) {
	try {
		process.exitCode = (await body()) ?? 0;
	} catch (error) {
		const explained = error instanceof CommandFailed || error.code === 'ERR_ASSERTION';
		console.error(explained ? `\n${error.message}` : error);
		process.exitCode = 1;
	}
}
