import { InputError } from '../../nodes/Zhongzhiyou/api/failures.ts';

/** What is refused, as the sentence that the user reads; it always has a remedy beside it. */
export function refusalOf(run: () => unknown): string {
	try {
		run();
	} catch (error) {
		if (!(error instanceof InputError)) throw error;
		expect(error.description).not.toBe('');
		return error.message;
	}
	return 'nothing was refused';
}
