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
 * Node's own require, in a test too: Jest's cannot load ES modules, which openapi-backend needs.
 *
 * @param root the package's folder; the working directory unless given
 */
export function nativeRequire(root = '.'): NodeJS.Require {
	const nodeModule: typeof import('node:module') = runInThisContext(
		"process.getBuiltinModule('node:module')",
	);
	return nodeModule.createRequire(resolve(root, 'package.json'));
}

/**
 * A backend that routes and validates by an OpenAPI document.
 *
 * `quick`, because the library's own check of the document knows OpenAPI 3.0 only (the contract
 * tests make that check), and because each schema is then compiled when it is first used.
 *
 * @param root the package's folder; the working directory unless given
 */
export async function createBackend(options: Options, root?: string): Promise<OpenAPIBackend> {
	const { OpenAPIBackend }: typeof import('openapi-backend') =
		nativeRequire(root)('openapi-backend');
	return await new OpenAPIBackend({ strict: true, quick: true, ...options }).init();
}
