/**
 * How long something has taken, as "12 s" or "3 min 4 s".
 *
 * @param {number} since Unix time in milliseconds
 */
export function seconds(since) {
	const elapsed = Math.round((Date.now() - since) / 1000);
	return elapsed < 60 ? `${elapsed} s` : `${Math.floor(elapsed / 60)} min ${elapsed % 60} s`;
}

/**
 * Shows that a long step is alive: in place on a terminal, now and then in a log.
 *
 * @param {string} label
 */
export function progress(label) {
	const start = Date.now();
	const terminal = process.stdout.isTTY;
	let detail = '';
	const text = () => `  ${label}: ${seconds(start)}${detail && `, ${detail}`}`;
	const show = () => process.stdout.write(terminal ? `\r\x1b[2K${text()}` : `${text()}\n`);
	const timer = setInterval(show, terminal ? 1000 : 20_000);
	return {
		/** @param {string} now what is shown beside the time */
		update(now) {
			detail = now;
		},
		/** @param {string} outcome */
		end(outcome) {
			clearInterval(timer);
			process.stdout.write(
				`${terminal ? '\r\x1b[2K' : ''}  ${label}: ${outcome} after ${seconds(start)}\n`,
			);
		},
	};
}

/**
 * Runs a long step under `progress`; what it printed is shown only if it failed.
 *
 * @param {string} label
 * @param {(print: (line: string) => void, update: (detail: string) => void) => Promise<void>} step
 * @param {number} [lines] how many of the last lines to show, default all
 */
export async function quietly(label, step, lines = Infinity) {
	/** @type {string[]} */
	const output = [];
	const shown = progress(label);
	try {
		await step((line) => void output.push(line), shown.update);
		shown.end('done');
	} catch (error) {
		shown.end('failed');
		console.error((lines < output.length ? output.slice(-lines) : output).join('\n'));
		throw error;
	}
}
