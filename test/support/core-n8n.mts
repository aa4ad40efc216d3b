// The core in a real n8n.
import type { CoreHost } from './core.mts';
import { receiver } from './trigger.mts';
import { assertSucceeded, type Bench, jsonOf } from './workflow.mts';

/** The core's host that a bench is. */
export function n8nHost(bench: Bench): CoreHost {
	return {
		sandbox: bench.sandbox,
		async run(input, ...nodes) {
			const execution = await bench.run(
				input,
				...nodes.map(({ name, operation, parameters, goesOn }) => {
					const settings = goesOn === true ? { onError: 'continueRegularOutput' } : {};
					return bench.zhongzhiyou(name, operation, parameters, settings);
				}),
			);
			assertSucceeded(execution);
			return Object.fromEntries(nodes.map(({ name }) => [name, jsonOf(execution.items(name))]));
		},
		listen: async () => await receiver(bench, { options: { unknownEvents: 'emit' } }),
	};
}
