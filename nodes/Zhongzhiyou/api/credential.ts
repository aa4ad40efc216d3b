import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { CredentialError } from './failures.ts';
import { DIGITS, whole } from './patterns.ts';
import type { Credential } from './types.ts';

/** The credential type's name, as nodes and workflows refer to it. */
export const CREDENTIAL_NAME = 'zhongzhiyouApi';

/** The vendor's test host; it speaks plain HTTP only. */
export const TEST_BASE_URL = 'http://testapi.juyingzhiye.com';

const PARTNER_ID = whole(DIGITS);

const SLASHES_AT_END = /\/+$/;

/** An address or a path to which another path can be joined with a slash. */
export function withoutSlashesAtEnd(address: string): string {
	return address.replace(SLASHES_AT_END, '');
}

function text(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}

function parseBaseUrl(value: string): string {
	if (value === '') {
		throw new CredentialError(
			`'Base URL' is empty. Enter the address that ZhongZhiYou gave you, for example ${TEST_BASE_URL}.`,
		);
	}
	const url = URL.canParse(value) ? new URL(value) : undefined;
	if (url !== undefined && (url.username !== '' || url.password !== '')) {
		throw new CredentialError(
			"'Base URL' must not hold a user name or password: requests are signed with the 'Sign Key'.",
		);
	}
	if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
		throw new CredentialError(
			`'Base URL' must start with http:// or https://, but it is "${value}".`,
		);
	}
	if (url.search !== '' || url.hash !== '') {
		throw new CredentialError(
			`'Base URL' must have no query ("?…") and no fragment ("#…"), but it is "${value}".`,
		);
	}
	return `${url.origin}${withoutSlashesAtEnd(url.pathname)}`;
}

/**
 * Checks the credential's fields and brings them into one form.
 *
 * @throws CredentialError naming the field that cannot be used; it never quotes a key
 */
export function parseCredential(data: ICredentialDataDecryptedObject): Credential {
	const baseUrl = parseBaseUrl(text(data.baseUrl));
	const partnerId = text(data.partnerId);
	if (!PARTNER_ID.test(partnerId)) {
		throw new CredentialError(
			`'Partner ID' must be digits only, for example 9258, but it is "${partnerId}".`,
		);
	}
	const signKey = text(data.signKey);
	if (signKey === '') {
		throw new CredentialError("'Sign Key' is empty. Enter the signkey that ZhongZhiYou gave you.");
	}
	return { baseUrl, partnerId, signKey, previousSignKey: text(data.previousSignKey) };
}

/**
 * The path to sign for a request to this address: no host, port or query, case and encoding as
 * sent, and without the path prefix of a gateway in the base URL (API, Authentication).
 *
 * @param url absolute address of the request
 */
export function apiPathOf(url: string, baseUrl: string): string {
	const { pathname } = new URL(url);
	const prefix = withoutSlashesAtEnd(new URL(baseUrl).pathname);
	return prefix !== '' && pathname.startsWith(`${prefix}/`)
		? pathname.slice(prefix.length)
		: pathname;
}
