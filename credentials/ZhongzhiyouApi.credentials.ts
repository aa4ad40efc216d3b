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
import { signedHeaders } from '../nodes/Zhongzhiyou/api/signature.ts';

/** Our nodes give a relative url and a baseURL, n8n's HTTP Request node an absolute uri. */
type SignableRequest = IHttpRequestOptions & { uri?: string };

const SLASHES_AT_START = /^\/+/;

function absoluteUrl({ uri, url, baseURL }: SignableRequest, fallbackBase: string): string {
	const target = uri ?? url;
	return URL.canParse(target)
		? target
		: `${withoutSlashesAtEnd(baseURL ?? fallbackBase)}/${target.replace(SLASHES_AT_START, '')}`;
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
				"Address of the API that ZhongZhiYou (中智游) gave you. The default is the vendor's test host, which speaks plain HTTP. A path prefix of your own gateway may follow the host; it is not signed.",
		},
		{
			displayName: 'Partner ID',
			name: 'partnerId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 9258',
			description: 'Your distributor number (PartnerId, 分销商 ID): digits only',
		},
		// eslint-disable-next-line @n8n/community-nodes/credential-unnecessary-password -- it is the secret; the rule does not know the vendor's word
		{
			displayName: 'Sign Key',
			name: 'signKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'The signkey that ZhongZhiYou gave you. It signs every request and checks every callback.',
		},
		// eslint-disable-next-line @n8n/community-nodes/credential-unnecessary-password -- it is the secret; the rule does not know the vendor's word
		{
			displayName: 'Previous Sign Key',
			name: 'previousSignKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'Only while ZhongZhiYou changes your key: callbacks signed with this one are accepted too. Never used to sign. Empty it once the change is done.',
		},
	];

	/**
	 * Signs a request of this package's nodes or of n8n's HTTP Request node, with the time of this
	 * attempt (API, Authentication).
	 *
	 * @throws CredentialError naming the field when the credential cannot be used
	 */
	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const { baseUrl, partnerId, signKey } = parseCredential(credentials);
		const apiPath = apiPathOf(absoluteUrl(requestOptions, baseUrl), baseUrl);
		return {
			...requestOptions,
			headers: {
				...requestOptions.headers,
				...signedHeaders(signKey, { partnerId, timestamp: Date.now(), apiPath }),
			},
		};
	}
}
