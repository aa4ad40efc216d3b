import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { runInThisContext } from 'node:vm';
import type { Document, OpenAPIBackend, Options } from 'openapi-backend';
import { parse } from 'yaml';

export const OPERATION_IDS = [
	'getProductByDistributor',
	'getProductPriceByDistributor',
	'verifyOrder',
	'createOrder',
	'payOrder',
	'personQrCodes',
	'refundOrder',
	'cancelOrder',
] as const;

export type OperationId = (typeof OPERATION_IDS)[number];

const CONTRACT_FILE = 'openapi.yaml';

/**
 * Reads openapi.yaml.
 *
 * @param root the package's folder; the working directory unless given
 */
export async function readContract(root = '.'): Promise<Document> {
	const document: Document = parse(await readFile(resolve(root, CONTRACT_FILE), 'utf8'));
	return document;
}

/**
 * A backend that routes and validates by an OpenAPI document.
 *
 * Two oddities of the library are handled here: Jest cannot load the ES modules below it, so it is
 * required by Node itself; and its own check of the document knows OpenAPI 3.0 only, so that check
 * is left to the contract tests.
 *
 * @param root the package's folder; the working directory unless given
 */
export async function createBackend(options: Options, root = '.'): Promise<OpenAPIBackend> {
	const nodeModule: typeof import('node:module') = runInThisContext(
		"process.getBuiltinModule('node:module')",
	);
	const library: typeof import('openapi-backend') = nodeModule.createRequire(
		resolve(root, 'package.json'),
	)('openapi-backend');
	class Backend extends library.OpenAPIBackend {
		override validateDefinition(): Document {
			return this.document;
		}
	}
	return await new Backend({ strict: true, ...options }).init();
}
