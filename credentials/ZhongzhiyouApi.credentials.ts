import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import {
	apiPathOf,
	parseCredential,
	TEST_BASE_URL,
	withoutSlashesAtEnd,
} from '../nodes/Zhongzhiyou/api/credential.ts';
import { SentBeforeError } from '../nodes/Zhongzhiyou/api/failures.ts';
import { deadlineOf, isMarkedSigned, markSigned } from '../nodes/Zhongzhiyou/api/marks.ts';
import { signedHeaders } from '../nodes/Zhongzhiyou/api/signature.ts';

/** Our nodes give a relative url and a baseURL, n8n's HTTP Request node an absolute uri. */
type SignableRequest = IHttpRequestOptions & { uri?: string };

/** Of the keys: kept from sight. The vendor's word for them is none that n8n's lint knows as secret. */
const HIDDEN = { password: true };

const SLASHES_AT_START = /^\/+/;

function absoluteUrl({ uri, url, baseURL }: SignableRequest, fallbackBase: string): string {
	const target = uri ?? url;
	return URL.canParse(target)
		? target
		: `${withoutSlashesAtEnd(baseURL ?? fallbackBase)}/${target.replace(SLASHES_AT_START, '')}`;
}

function isGet({ method }: IHttpRequestOptions): boolean {
	return method === undefined || method.toUpperCase() === 'GET';
}

/**
 * The signal that ends a request of our nodes: n8n's own, or the one that its time is up. n8n's
 * `timeout` alone starts again with each byte, and n8n puts its signal in the place of a node's.
 */
function abortedBy(request: IHttpRequestOptions): { abortSignal?: AbortSignal } {
	const deadline = deadlineOf(request);
	const signals = [request.abortSignal, deadline].filter((signal) => signal instanceof AbortSignal);
	return deadline === undefined ? {} : { abortSignal: AbortSignal.any(signals) };
}

export class ZhongzhiyouApi implements ICredentialType {
	name = 'zhongzhiyouApi';

	displayName = 'Zhongzhiyou API';

	icon = {
		light: 'file:../icons/zhongzhiyou.svg',
		dark: 'file:../icons/zhongzhiyou.dark.svg',
	} as const;

	documentationUrl = 'https://github.com/OWNER/n8n-nodes-zhongzhiyou#credential';

	properties: INodeProperties[] = [
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: TEST_BASE_URL,
			required: true,
			placeholder: 'e.g. https://api.example.com',
			description:
				"Address of the API that ZhongZhiYou gave you. The default is the vendor's test host, which speaks plain HTTP. A path prefix of your own gateway may follow the host; it is not signed.",
		},
		{
			displayName: 'Partner ID',
			name: 'partnerId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 9258',
			description: 'Your distributor number (PartnerId): digits only',
		},
		{
			displayName: 'Sign Key',
			name: 'signKey',
			type: 'string',
			typeOptions: HIDDEN,
			default: '',
			required: true,
			description:
				'The signkey that ZhongZhiYou gave you. It signs every request and checks every callback.',
		},
		{
			displayName: 'Previous Sign Key',
			name: 'previousSignKey',
			type: 'string',
			typeOptions: HIDDEN,
			default: '',
			description:
				'Only while ZhongZhiYou changes your key: callbacks signed with this one are accepted too. Never used to sign. Empty it once the change is done.',
		},
	];

	/**
	 * Signs a request of this package's nodes or of n8n's HTTP Request node, with the time of this
	 * attempt (API, Authentication). n8n has a request signed and sent once more when the answer of
	 * the first was a 401 that broke off; only a GET is.
	 *
	 * @throws CredentialError naming the field when the credential cannot be used; SentBeforeError
	 * for a request other than a GET that was signed before
	 */
	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		if (isMarkedSigned(requestOptions) && !isGet(requestOptions)) throw new SentBeforeError();
		const { baseUrl, partnerId, signKey } = parseCredential(credentials);
		const apiPath = apiPathOf(absoluteUrl(requestOptions, baseUrl), baseUrl);
		return markSigned({
			...requestOptions,
			...abortedBy(requestOptions),
			headers: {
				...requestOptions.headers,
				...signedHeaders(signKey, { partnerId, timestamp: Date.now(), apiPath }),
			},
		});
	}
}
