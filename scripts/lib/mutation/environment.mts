// A mutant that one test has noticed needs no further test of the file, of which each may hang.
import type { Circus } from '@jest/types';
import { TestEnvironment } from 'jest-environment-node';

export default class Environment extends TestEnvironment {
	private hasFailed = false;

	async handleTestEvent(event: Circus.Event): Promise<void> {
		if (event.name === 'test_done') this.hasFailed ||= event.test.errors.length > 0;
		if (!this.hasFailed) return;
		if (event.name === 'test_start') event.test.mode = 'skip';
		if (event.name === 'run_describe_start') event.describeBlock.mode = 'skip';
	}
}
