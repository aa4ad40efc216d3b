import { Agent, request as httpRequest } from 'node:http';

import type { IDataObject } from 'n8n-workflow';

import { registry } from '../../nodes/Zhongzhiyou/trigger/kept/registry.ts';
import { ZhongzhiyouTrigger } from '../../nodes/Zhongzhiyou/ZhongzhiyouTrigger.node.ts';
import { writeJson } from '../../sandbox/formats/json.mts';
import { signedHeaders } from '../../sandbox/formats/shared.mts';
import { startTrigger, type RunningTrigger } from '../support/in-process-webhook.mts';
import {
	credentialFor,
	Credentials,
	execute,
	PARTNER_ID,
	SIGN_KEY,
} from '../support/in-process.mts';
import { clock } from './clock.mts';
import { checkCodes, checkSecrets } from './ledger.mts';
import type { DeliverStep, TriggerStep } from './steps.mts';
import type { Post, Vendor } from './vendor.mts';
import { must, Violation } from './violation.mts';

/** The path of the trigger's URL, which is what the vendor signs. */
export const TRIGGER_PATH = '/webhook/c0ffee00-0000-4000-8000-000000000001/webhook';

/** Milliseconds by which a callback's time may differ, as the trigger is set. */
const TOLERANCE = 10 * 60_000;

/** Milliseconds for which an accepted callback counts, as the trigger is set. */
const WINDOW = 24 * 3_600_000;

const agent = new Agent({ keepAlive: true });

/** What became of a callback in its runs. */
interface Fate {
	/** Executions that were stored. */
	ran: number;
	/** When it was first run and acknowledged in the life of this process. */
	acceptedAt: number | undefined;
	/** The same, and written to the database as well. */
	keptAt: number | undefined;
}

interface Answer {
	status: number;
	text: string;
}

function isAcknowledged(answer: Answer | undefined): boolean {
	return answer?.status === 200 && /"Code":1000,"IsSuccess":true/.test(answer.text);
}

function headerOf(headers: Record<string, string>, name: string): string {
	const found = Object.entries(headers).find(([key]) => key.toLowerCase() === name);
	return found?.[1] ?? '';
}

/**
 * Whether two sendings of one body may be two events: what a body says without a time or number of
 * its own, a change of a product or a forced refund, is told apart by the time of sending.
 */
function isTimeless({ service, content }: Post): boolean {
	const applyNo: unknown = Reflect.get(content, 'RefundApplyNo');
	return (
		service === 'order_product_notify' || (service === 'order_refund_notify' && applyNo === '')
	);
}

function isIssued({ service, content }: Post): boolean {
	return service === 'order_ticket_notify' && Reflect.get(content, 'TicketStatus') === 1;
}

/** The trigger, published, and the post that reaches it. */
export class Callbacks {
	private readonly vendor: Vendor;

	private readonly fates = new Map<string, Fate>();

	private trigger: RunningTrigger | undefined;

	private settings: Omit<TriggerStep, 'do'> = { answer: 'onReceived', events: 'all' };

	private current: { step: DeliverStep; ran: IDataObject[]; hangUp: () => void } | undefined;

	private logged = 0;

	constructor(vendor: Vendor) {
		this.vendor = vendor;
	}

	get any(): boolean {
		return this.vendor.posts.length > 0;
	}

	/** n8n publishes the workflow, as it is set now. */
	private async publish(staticData: IDataObject): Promise<RunningTrigger> {
		await this.trigger?.close();
		const { answer, events } = this.settings;
		this.logged = 0;
		this.trigger = await startTrigger({
			workflowId: 'callbacks',
			nodeId: 'trigger',
			webhookBaseUrl: 'http://localhost:5678/webhook',
			credentials: new Credentials(credentialFor('http://127.0.0.1:9')),
			staticData,
			parameters: {
				responseMode: answer,
				events: events === 'all' ? ['*'] : ['order.issued'],
			},
			store: async (item) => await this.store(item),
			...(answer === 'onReceived'
				? {}
				: {
						answer: async () => ({
							status: this.current?.step.n8n === 'fails' ? 500 : 200,
							body: undefined,
						}),
					}),
		});
		return this.trigger;
	}

	/** Saves the workflow with other settings, which takes the trigger down and up again. */
	async set(settings: Omit<TriggerStep, 'do'>): Promise<void> {
		this.settings = settings;
		await this.publish(this.trigger?.stored ?? {});
	}

	/** The process ends and starts again. */
	async crash(staticData: 'kept' | 'lost'): Promise<void> {
		registry.clear();
		await this.publish(staticData === 'kept' ? (this.trigger?.stored ?? {}) : {});
		for (const fate of this.fates.values()) {
			if (staticData === 'lost') fate.keptAt = undefined;
			fate.acceptedAt = fate.keptAt;
		}
	}

	async close(): Promise<void> {
		await this.trigger?.close();
		this.trigger = undefined;
	}

	/** n8n stores an execution, or fails to, or dies before or after. */
	private async store(item: IDataObject): Promise<void> {
		const { current } = this;
		if (current === undefined) throw new Violation('callbackTaken', 'ran out of nothing');
		const { n8n, hangsUp, copies } = current.step;
		// Storing takes as long as the other copies take to arrive.
		if (copies > 1) await this.vendor.takeIn();
		if (hangsUp) current.hangUp();
		if (n8n === 'cannotStore') throw new Error('SQLITE_BUSY: database is locked');
		if (n8n === 'diesBefore') {
			registry.clear();
			throw new Error('the process has ended');
		}
		current.ran.push(item);
		if (n8n === 'diesAfter') {
			registry.clear();
			throw new Error('the process has ended');
		}
	}

	async deliver(step: DeliverStep): Promise<void> {
		const { posts } = this.vendor;
		const post = posts.at(-1 - (step.callback % posts.length));
		if (post === undefined) return;
		const headers = this.headersFor(post, step.how);
		const trigger = this.trigger ?? (await this.publish({}));
		const hangUps: Array<() => void> = [];
		const current = {
			step,
			ran: [] as IDataObject[],
			hangUp: () => hangUps.forEach((one) => one()),
		};
		this.current = current;
		const answers = await Promise.all(
			Array.from(
				{ length: step.copies },
				async () => await this.send(trigger.url, headers, post.body, hangUps),
			),
		);
		// What n8n does with a call of which the sender wants no answer any more must not come later.
		if (step.hangsUp) await this.vendor.takeIn();
		this.current = undefined;
		this.judge(step, post, headers, current.ran, answers);
		for (const line of trigger.log.slice(this.logged)) checkSecrets(line, 'the log');
		this.logged = trigger.log.length;
		for (const item of current.ran) await this.checkEvent(item, post);
		// Whoever dies comes back, with what the database holds.
		if (step.n8n === 'diesBefore' || step.n8n === 'diesAfter') await this.crash('kept');
	}

	private headersFor(post: Post, how: DeliverStep['how']): Record<string, string> {
		if (how === 'bytes') return post.headers;
		const timestamp = clock.now + this.vendor.ahead;
		const apiPath = how === 'forged' ? '/another/path' : TRIGGER_PATH;
		return {
			'Content-Type': 'application/json; charset=utf-8',
			...signedHeaders(post.signKey, { partnerId: PARTNER_ID, timestamp, apiPath }),
		};
	}

	private async send(
		url: string,
		headers: Record<string, string>,
		body: string,
		hangUps: Array<() => void>,
	): Promise<Answer | undefined> {
		return await new Promise((resolve) => {
			const request = httpRequest(url, { method: 'POST', headers, agent }, (response) => {
				const chunks: Buffer[] = [];
				response.on('data', (chunk: Buffer) => void chunks.push(chunk));
				response.on('error', () => resolve(undefined));
				response.on('end', () => {
					const text = Buffer.concat(chunks).toString();
					resolve({ status: response.statusCode ?? 0, text });
				});
			});
			request.on('error', () => resolve(undefined));
			hangUps.push(() => request.destroy());
			request.end(body);
		});
	}

	private judge(
		step: DeliverStep,
		post: Post,
		headers: Record<string, string>,
		ran: IDataObject[],
		answers: Array<Answer | undefined>,
	): void {
		const { n8n, how, hangsUp } = step;
		const timestamp = headerOf(headers, 'timestamp');
		const about = `${how} of ${post.body} at ${timestamp}: ${JSON.stringify(answers)}, ${ran.length} runs`;
		const off = Math.abs(Number(timestamp) - clock.now);
		const good = how !== 'forged' && post.signKey === SIGN_KEY && off <= TOLERANCE;
		const acknowledged = answers.filter(isAcknowledged).length;
		if (!good) {
			must(acknowledged === 0 && ran.length === 0, 'callbackTaken', () => `bad, ${about}`);
			return;
		}
		const wanted = this.settings.events === 'all' || isIssued(post);
		const key = isTimeless(post) ? `${post.body} ${timestamp}` : post.body;
		const fate = this.fates.get(key) ?? { ran: 0, acceptedAt: undefined, keptAt: undefined };
		this.fates.set(key, fate);
		const known = fate.acceptedAt !== undefined && clock.now - fate.acceptedAt < WINDOW;
		const accepts = n8n === 'works' || (n8n === 'fails' && this.settings.answer === 'onReceived');
		fate.ran += ran.length;
		must(acknowledged === 0 || !wanted || fate.ran > 0, 'callbackRuns', () => about);
		must(wanted || ran.length === 0, 'callbackRuns', () => `not wanted, ${about}`);
		if (accepts) {
			must(ran.length <= (known ? 0 : 1), 'callbackOnce', () => `known ${known}, ${about}`);
		}
		if ((accepts || known || !wanted) && !hangsUp) {
			must(acknowledged === answers.length, 'callbackTaken', () => `good, ${about}`);
		}
		if (ran.length > 0 && accepts && !known) {
			fate.acceptedAt = clock.now;
			if (this.settings.answer === 'onReceived') fate.keptAt = clock.now;
		}
	}

	/** What a workflow is given of a callback, and that it leaves by one output. */
	private async checkEvent(item: IDataObject, post: Post): Promise<void> {
		const text = JSON.stringify(item);
		checkSecrets(text, 'the event');
		const content = writeJson(post.content);
		const given = [...this.vendor.codes].filter((code) => content.includes(`"${code}"`));
		checkCodes(item.body, given, this.vendor, 'an event');
		const outputs = await execute(new ZhongzhiyouTrigger(), {
			parameters: { outputMode: 'byKind' },
			items: [item],
		});
		const left = outputs.flat().map(({ json }) => JSON.stringify(json));
		must(left.length === 1 && left[0] === text, 'callbackRuns', () => `routed to ${left.length}`);
	}
}
