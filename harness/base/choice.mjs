// Which n8n is started: the pinned one, unless a command's flags name another. What a command chooses
// reaches the processes that it starts, test files among them, by the environment.
import { CommandFailed } from './command.mjs';

/** For `parseArgs`. @type {{ 'n8n-version': { type: 'string' }, 'n8n-command': { type: 'string' } }} */
export const n8nOptions = {
	'n8n-version': { type: 'string' },
	'n8n-command': { type: 'string' },
};

export const n8nHelp = `  --n8n-version <v>   another n8n of the registry, installed into the cache first
  --n8n-command <c>   any n8n: an executable that takes the arguments and the environment of \`n8n\``;

const VERSION = 'ZZY_N8N_VERSION';
const COMMAND = 'ZZY_N8N_COMMAND';

/**
 * Chooses the n8n that this process and those it starts will start.
 *
 * @param {{ 'n8n-version'?: string, 'n8n-command'?: string }} flags
 * @throws {CommandFailed} when they contradict each other or mean nothing
 */
export function chooseN8n(flags) {
	const { 'n8n-version': version, 'n8n-command': command } = flags;
	if (version !== undefined && command !== undefined) {
		throw new CommandFailed('--n8n-version and --n8n-command exclude each other');
	}
	if (version !== undefined && !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)) {
		throw new CommandFailed(
			`--n8n-version must be a whole version such as 2.41.1, not "${version}"`,
		);
	}
	if (command?.trim() === '') throw new CommandFailed('--n8n-command must name an executable');
	if (version === undefined && command === undefined) return;
	delete process.env[VERSION];
	delete process.env[COMMAND];
	if (version !== undefined) process.env[VERSION] = version;
	if (command !== undefined) process.env[COMMAND] = command;
}

/**
 * What was chosen.
 *
 * @returns {{ version?: string, command?: string }} neither: the pinned one
 */
export function chosenN8n() {
	const { [VERSION]: version, [COMMAND]: command } = process.env;
	return command ? { command } : version ? { version } : {};
}
