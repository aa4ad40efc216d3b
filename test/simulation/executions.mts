import { ExecuteContext } from 'n8n-core';
import {
	createRunExecutionData,
	type IDataObject,
	type INodeExecutionData,
	type INodeParameters,
	type IRunExecutionData,
} from 'n8n-workflow';

import { Zhongzhiyou } from '../../nodes/Zhongzhiyou/Zhongzhiyou.node.ts';
import { credentialFor, Credentials, stage } from '../support/in-process.mts';
import { Chain } from './chain.mts';
import { clock } from './clock.mts';
import type { Ledger } from './ledger.mts';
import type { Mode } from './steps.mts';
import { toldByError, toldByItems, type Told } from './told.mts';
import { SLOW_TIMEOUT, type Vendor } from './vendor.mts';

export type Operation = 'create' | 'pay' | 'cancel' | 'refund' | 'qr' | 'validate' | 'prices';

/** What a node is to do. */
export interface Plan {
	operation: Operation;
	items: IDataObject[];
	mode: Mode;
	/** Whether the number is an expression that gives another one in each try. */
	isVolatile: boolean;
}

interface Execution {
	plan: Plan;
	data: IRunExecutionData;
	/** What it and the executions that it retries may have carried out. */
	chain: Chain;
}

/** Where nothing listens. */
const NOWHERE = 'http://127.0.0.1:1';

/** Milliseconds between two tries of Retry On Fail, n8n's default. */
const BETWEEN_TRIES = 1000;

const PARAMETERS: Record<Operation, INodeParameters> = {
	create: { operation: 'create', orderFrom: 'json', orderJson: '={{ $json }}' },
	validate: { operation: 'validate', orderFrom: 'json', orderJson: '={{ $json }}' },
	pay: { operation: 'pay', orderId: '={{ $json.OrderId }}' },
	cancel: { operation: 'cancel', orderId: '={{ $json.OrderId }}' },
	refund: {
		operation: 'refund',
		orderId: '={{ $json.OrderId }}',
		refundCount: 1,
		voucherCodes: '={{ $json.codes }}',
	},
	qr: { operation: 'getQrCodes', originOrderId: '={{ $json.OriginOrderId }}' },
	prices: {
		resource: 'product',
		operation: 'getPrices',
		productId: { __rl: true, mode: 'id', value: '={{ $json.productId }}' },
		startDate: '2026-05-20',
		endDate: '2026-05-29',
	},
};

/** Two items of one try have numbers of their own. */
const VOLATILE: Partial<Record<Operation, INodeParameters>> = {
	create: {
		orderJson:
			"={{ Object.assign({}, $json, { originOrderId: 'VOL-' + $json.remark + '-' + $itemIndex + '-' + $now.toMillis() }) }}",
	},
	refund: { refundId: '=VOL-{{ $json.OrderId }}-{{ $itemIndex }}-{{ $now.toMillis() }}' },
};

/** The action node's executions, as n8n runs them: tries, retries, and the end of the process. */
export class Executions {
	private readonly vendor: Vendor;

	private readonly ledger: Ledger;

	private readonly credentials: { right: Credentials; nowhere: Credentials };

	private readonly all: Execution[] = [];

	private count = 0;

	private readonly died: () => Promise<void>;

	/** @param died is told when the process has ended, and brings up the next */
	constructor(vendor: Vendor, ledger: Ledger, died: () => Promise<void>) {
		this.vendor = vendor;
		this.ledger = ledger;
		this.died = died;
		this.credentials = {
			right: new Credentials(credentialFor(vendor.sandbox.baseUrl)),
			nowhere: new Credentials(credentialFor(NOWHERE)),
		};
	}

	async run(plan: Plan): Promise<void> {
		await this.execute({ plan, data: createRunExecutionData({}), chain: new Chain() });
	}

	/** Runs an execution once more, as a new one. */
	async again(back: number, context: 'restored' | 'lost'): Promise<void> {
		const old = this.all.at(-1 - (back % this.all.length));
		if (old === undefined) return;
		const data = createRunExecutionData({});
		if (context === 'restored' && old.data.executionData !== undefined && data.executionData) {
			// As n8n stores it and reads it again.
			data.executionData.contextData = JSON.parse(
				JSON.stringify(old.data.executionData.contextData),
			);
		}
		// What had died with its process does not die of the same again.
		const { crash: _crash, ...mode } = old.plan.mode;
		const chain = context === 'restored' ? old.chain.copy() : new Chain();
		await this.execute({ plan: { ...old.plan, mode }, data, chain });
	}

	get any(): boolean {
		return this.all.length > 0;
	}

	/** All tries of one execution. */
	private async execute(execution: Execution): Promise<void> {
		const { plan } = execution;
		const id = String(++this.count);
		this.all.push(execution);
		this.ledger.begin(plan, this.vendor.snapshot());
		for (let left = plan.mode.tries; left > 0; left--) {
			const told = await this.attempt(execution, id);
			if (told === undefined) {
				await this.died();
				execution.data = createRunExecutionData({});
				execution.chain = new Chain();
				return;
			}
			if (!told.failed || left === 1) this.ledger.end(told, plan, this.vendor);
			// Only what ended in an error is retried: of anything else nothing is remembered.
			if (!told.failed || (left === 1 && told.error === undefined)) execution.chain = new Chain();
			if (!told.failed) return;
			clock.now += BETWEEN_TRIES;
		}
	}

	/** One try; undefined when the process died in it. */
	private async attempt(execution: Execution, id: string): Promise<Told | undefined> {
		const { vendor, ledger } = this;
		const { plan } = execution;
		const { slow = false, crash } = plan.mode;
		const cancel = new AbortController();
		const before = vendor.snapshot();
		vendor.begin(slow, crash && { ...crash, dies: () => cancel.abort() });
		const outcome = await this.perform(execution, id, cancel.signal).then(
			(rows) => ({ rows }),
			(error: unknown) => ({ error }),
		);
		const { seen, died } = await vendor.end();
		ledger.note(plan, seen, vendor);
		execution.chain.note(plan, seen);
		if (died) return undefined;
		const told = 'rows' in outcome ? toldByItems(outcome.rows) : toldByError(outcome.error);
		ledger.check({ plan, seen, told, before, vendor });
		return told;
	}

	private async perform(
		{ plan, data }: Execution,
		executionId: string,
		signal: AbortSignal,
	): Promise<INodeExecutionData[]> {
		const { operation, items, mode, isVolatile } = plan;
		const type = new Zhongzhiyou();
		const options = { concurrency: mode.concurrency, ...(mode.slow && { timeout: SLOW_TIMEOUT }) };
		const automatic = operation === 'refund' && items[0].refundId !== undefined;
		const { workflow, node, additionalData } = stage(type, {
			parameters: {
				...PARAMETERS[operation],
				...(automatic ? { refundId: '={{ $json.refundId }}' } : {}),
				...(isVolatile ? VOLATILE[operation] : {}),
				options,
			},
			credentials: mode.down === undefined ? this.credentials.right : this.credentials.nowhere,
			executionId,
			nodeId: `node-${operation}`,
			node: {
				...(mode.onError === 'continue' ? { onError: 'continueRegularOutput' } : {}),
				...(mode.tries > 1 ? { retryOnFail: true, maxTries: mode.tries } : {}),
			},
		});
		const input = items.map((json, item): INodeExecutionData => ({ json, pairedItem: { item } }));
		const main = { main: [input] };
		const context = new ExecuteContext(
			workflow,
			node,
			additionalData,
			'trigger',
			data,
			0,
			input,
			main,
			{ data: main, node, source: null },
			[],
			signal,
		);
		const [rows] = await type.execute.call(context);
		return rows;
	}
}
