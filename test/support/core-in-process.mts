// The core in this process, in n8n-core's own contexts.
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { JsonRecord } from '../../harness/records.mts';
import type { Sandbox } from '../../sandbox/sandbox.mts';
import type { CoreHost, CoreNode } from './core.mts';
import { credentialFor, Credentials, runAction } from './in-process.mts';
import { startTrigger, type RunningTrigger } from './in-process-webhook.mts';

/** Parameters as n8n stores them: JSON, whatever is made of it. */
function stored(parameters: JsonRecord): INodeParameters {
	const copy: INodeParameters = JSON.parse(JSON.stringify(parameters));
	return copy;
}

/** A host of the core whose nodes run here; `close` ends its triggers. */
export class InProcessHost implements CoreHost {
	readonly sandbox: Sandbox;
	private readonly triggers: RunningTrigger[] = [];

	constructor(sandbox: Sandbox) {
		this.sandbox = sandbox;
	}

	async run(input: JsonRecord[], ...nodes: CoreNode[]): Promise<Record<string, JsonRecord[]>> {
		const output: Record<string, JsonRecord[]> = {};
		let items: IDataObject[] = JSON.parse(JSON.stringify(input));
		for (const { name, operation, parameters = {}, goesOn } of nodes) {
			const [resource, value] = operation.split('.');
			const out = await runAction({
				items,
				parameters: stored({ resource, operation: value, ...parameters }),
				credentials: new Credentials(credentialFor(this.sandbox.baseUrl)),
				node: goesOn === true ? { onError: 'continueRegularOutput' } : {},
			});
			items = out.map(({ json }) => JSON.parse(JSON.stringify(json)));
			output[name] = items;
		}
		return output;
	}

	async listen(): Promise<{ url: string; events(count: number): Promise<JsonRecord[]> }> {
		const trigger = await startTrigger({
			parameters: { events: ['*'], options: { unknownEvents: 'emit' } },
			credentials: new Credentials(credentialFor(this.sandbox.baseUrl)),
		});
		this.triggers.push(trigger);
		return {
			url: trigger.url,
			events: async (count) => {
				if (trigger.runs.length !== count) throw new Error(`${trigger.runs.length} events`);
				return trigger.runs;
			},
		};
	}

	async close(): Promise<void> {
		await Promise.all(this.triggers.map(async (trigger) => await trigger.close()));
	}
}
