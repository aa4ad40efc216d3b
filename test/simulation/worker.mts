// A process of the simulation: gets histories to run from simulate.mts, and says what they broke.
import { Runner, type Finding } from './histories.mts';
import type { Step } from './steps.mts';
import { left } from './violation.mts';

/** What a worker is asked for. */
export interface Task {
	seed: number;
	/** Given steps in place of those that the seed makes. */
	steps?: Step[];
	/** Rules that are left out. */
	except: string[];
}

/** What it answers: how many steps it took, and what they broke. */
export interface Report {
	seed: number;
	steps: number;
	finding?: Finding;
}

const { ZZY_SHRINK = 'yes' } = process.env;

const runner = await Runner.open();

function say(report: Report | 'ready'): void {
	process.send?.(report);
}

let last = Promise.resolve();

async function run({ seed, steps, except }: Task): Promise<void> {
	left.clear();
	for (const rule of except) left.add(rule);
	const before = runner.steps;
	const finding =
		steps === undefined
			? await runner.history(seed, ZZY_SHRINK === 'yes')
			: await runner.replay(seed, steps);
	say({ seed, steps: runner.steps - before, finding });
}

process.on('message', (task: Task) => {
	last = last.then(async () => await run(task));
});
process.on('disconnect', () => process.exit(0));
say('ready');
