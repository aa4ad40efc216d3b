import fc from 'fast-check';

import { installClock } from './clock.mts';
import { guardNetwork } from './loopback.mts';
import { anyStep, type Step } from './steps.mts';
import { Vendor } from './vendor.mts';
import { Violation } from './violation.mts';
import { TRIGGER_PATH } from './callbacks.mts';
import { World } from './world.mts';

/** A history that broke a rule, as short as it could be made. */
export interface Finding {
	rule: string;
	detail: string;
	/** Of which it was made. */
	seed: number;
	steps: Step[];
}

/** The most steps of one history. */
const LONGEST = 120;

/** Milliseconds for which a history that failed is made shorter, at the most. */
const SHRINKING = 60_000;

/** A step as fast-check's commands have it; it takes out those that change nothing. */
class Command implements fc.AsyncCommand<World, Runner> {
	private readonly step: Step;

	constructor(step: Step) {
		this.step = step;
	}

	check(world: Readonly<World>): boolean {
		return world.has(this.step);
	}

	async run(world: World, runner: Runner): Promise<void> {
		await runner.take(world, this.step);
	}

	toString(): string {
		return JSON.stringify(this.step);
	}
}

const commands = fc.commands([anyStep.map((step) => new Command(step))], {
	maxCommands: LONGEST,
	size: 'max',
});

function findingOf(error: unknown, seed: number, steps: Step[]): Finding {
	const { rule, message } =
		error instanceof Violation
			? error
			: { rule: 'total', message: error instanceof Error ? (error.stack ?? '') : String(error) };
	return { rule, detail: message, seed, steps: [...steps] };
}

/** Runs histories in this process, one after the other. */
export class Runner {
	/** Steps taken in all. */
	steps = 0;

	private readonly vendor: Vendor;

	private readonly elsewhere: string[];

	private taken: Step[] = [];

	/** Rules of which a history was made short. */
	private readonly shown = new Set<string>();

	private constructor(vendor: Vendor, elsewhere: string[]) {
		this.vendor = vendor;
		this.elsewhere = elsewhere;
	}

	/** To be called once in a process, which then is on the simulation's clock. */
	static async open(): Promise<Runner> {
		const elsewhere = guardNetwork();
		const vendor = await Vendor.open(TRIGGER_PATH);
		installClock();
		return new Runner(vendor, elsewhere);
	}

	async take(world: World, step: Step): Promise<void> {
		this.steps++;
		this.taken.push(step);
		await world.take(step);
	}

	/** Runs the history that a seed makes; what it breaks, made as short as possible if so wished. */
	async history(seed: number, shrink: boolean): Promise<Finding | undefined> {
		let finding: Finding | undefined;
		const counted = { upTo: undefined as number | undefined };
		const deadline = performance.now() + SHRINKING;
		await fc.check(
			fc.asyncProperty(commands, async (history) => {
				// Not fast-check's own limit, which leaves the history that is under way to go on.
				if (finding !== undefined && performance.now() > deadline) return;
				try {
					await this.inWorld(async (world) => {
						await fc.asyncModelRun(() => ({ model: world, real: this }), history);
					});
				} catch (error) {
					const found = findingOf(error, seed, this.taken);
					// Of what is left while shrinking only the same mistake counts.
					if (finding !== undefined && finding.rule !== found.rule) return;
					finding = found;
					// One of a rule is enough to be made short: it takes a hundred times as long.
					if (this.shown.has(found.rule)) return;
					throw error;
				} finally {
					counted.upTo ??= this.steps;
				}
			}),
			{ seed, numRuns: 1, endOnFailure: !shrink },
		);
		this.steps = counted.upTo ?? this.steps;
		const rule: string | undefined = finding?.rule;
		if (rule !== undefined) this.shown.add(rule);
		return finding;
	}

	/** Takes given steps; what they break. */
	async replay(seed: number, steps: Step[]): Promise<Finding | undefined> {
		try {
			await this.inWorld(async (world) => {
				for (const step of steps) if (world.has(step)) await this.take(world, step);
			});
			return undefined;
		} catch (error) {
			return findingOf(error, seed, this.taken);
		}
	}

	private async inWorld(live: (world: World) => Promise<void>): Promise<void> {
		this.taken = [];
		const world = new World(this.vendor, this.elsewhere);
		try {
			await live(world);
		} finally {
			await world.close();
		}
	}
}
