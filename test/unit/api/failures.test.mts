import { NodeApiError, NodeOperationError, type INode } from 'n8n-workflow';

import {
	ApiFailure,
	CredentialError,
	Failure,
	InputError,
} from '../../../nodes/Zhongzhiyou/api/failures.ts';
import { nodeError } from '../../../nodes/Zhongzhiyou/api/nodeError.ts';

const node: INode = {
	id: '1',
	name: 'Zhongzhiyou',
	type: 'n8n-nodes-zhongzhiyou.zhongzhiyou',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};

describe('every failure', () => {
	test.each<[string, Failure, object]>([
		['of input', new InputError('Quantity', 'is empty', 'Fill it in.'), NodeOperationError],
		['of the credential', new CredentialError('Sign Key is empty.'), NodeOperationError],
		['of a call', new ApiFailure('It failed', { description: 'Try later.' }), NodeApiError],
	])('%s says what happened and what to do, and n8n shows both', (_kind, failure, kind) => {
		expect(failure).toBeInstanceOf(Failure);
		expect(failure.description).not.toBe('');
		const shown = nodeError(node, failure);
		expect(shown).toBeInstanceOf(kind);
		expect(shown).toMatchObject({ message: failure.message, description: failure.description });
	});
});
