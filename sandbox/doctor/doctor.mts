import type { RecordedCallback } from '../callbacks/recorded.mts';
import type { Account } from './account.mts';
import { type TrialOrder, examineOrder, examineUnknownOrder } from './checks/orders.mts';
import { examinePrices } from './checks/prices.mts';
import { examineProducts } from './checks/products.mts';
import { examineSignature } from './checks/signature.mts';
import { Contract } from './contract.mts';
import type { Findings } from './differences.mts';
import { Examination, Refused, Unusable } from './examination.mts';
import { ApiFailure } from './reading.mts';

export interface DoctorOptions {
	/** What answers are held against, where it was read before. */
	contract?: Contract;
	/** Otherwise the folder of openapi.yaml; the working directory unless given. */
	root?: string;
	account: Account;
	/** Of how many products prices are asked for. */
	products?: number;
	/** What is placed and cancelled; without it nothing is written. */
	order?: TrialOrder;
	/** What the trigger or the sandbox recorded. */
	callbacks?: readonly RecordedCallback[];
}

export const DEFAULT_PRODUCTS = 100;

async function examineAccount(examination: Examination, options: DoctorOptions): Promise<void> {
	const { findings } = examination;
	await examineSignature(examination);
	const products = await examineProducts(examination);
	const looked = products.slice(0, options.products ?? DEFAULT_PRODUCTS);
	if (looked.length < products.length) {
		findings.notChecked.push(`Prices of ${products.length - looked.length} further products.`);
	}
	await examinePrices(examination, looked);
	await examineUnknownOrder(examination);
	if (options.order === undefined) {
		findings.notChecked.push(
			'Validating, placing and cancelling an order: not asked for (--order).',
		);
	} else {
		await examineOrder(examination, options.order);
	}
}

/**
 * Asks an account's API and holds what comes against openapi.yaml, and against what the nodes make of
 * it. Writes nothing unless an order is given, which is cancelled at once.
 *
 * @throws when openapi.yaml cannot be read
 */
export async function diagnose(options: DoctorOptions): Promise<Findings> {
	const contract = options.contract ?? (await Contract.read(options.root));
	const examination = new Examination(options.account, contract);
	const { findings } = examination;
	try {
		await examineAccount(examination, options);
	} catch (error) {
		// What there was no use for stands in the findings, a success without data too.
		if (error instanceof Refused) examination.tellRefusal(error);
		else if (!(error instanceof Unusable) && !(error instanceof ApiFailure)) throw error;
		findings.notChecked.push('All that comes after it: the API did not answer as it should.');
	}
	for (const callback of options.callbacks ?? []) examination.examineCallback(callback);
	if (options.callbacks === undefined) {
		findings.notChecked.push('Callbacks: none recorded were given (--callbacks).');
	}
	findings.notChecked.push('Paying, QR codes of an issued order and refunds: never asked for.');
	return findings;
}
