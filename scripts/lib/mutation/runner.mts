// A mutant that one test has noticed needs no further test file; Jest's own `bail` ends the process.
import jestRunner from 'jest-runner';

/** Its types are those of its form for `require`, in which the class is one level deeper. */
const JestRunner = 'default' in jestRunner ? jestRunner.default : jestRunner;

type RunTests = InstanceType<typeof JestRunner>['runTests'];

export default class Runner extends JestRunner {
	override async runTests(...given: Parameters<RunTests>): Promise<void> {
		const [, watcher] = given;
		this.on('test-file-success', ([, { numFailingTests }]) => {
			if (numFailingTests > 0) watcher.setState({ interrupted: true });
		});
		await super.runTests(...given);
	}
}
