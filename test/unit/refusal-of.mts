import { InputError } from '../../nodes/Zhongzhiyou/api/failures.ts';

/** What is refused, as the sentence that the user reads. */
export function refusalOf(run: () => unknown): string {
	try {
		run();
	} catch (error) {
		if (error instanceof InputError) return error.message;
		throw error;
	}
	return 'nothing was refused';
}
