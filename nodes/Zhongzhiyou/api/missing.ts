/** In Chinese: does not exist, was not found, cannot be found. */
const MISSING = /不存在|未找到|找不到|not found|does not exist|no such/i;

/** Whether the vendor's words of a refusal say that what the call is about is not there. */
export function isMissing(words: string): boolean {
	return MISSING.test(words);
}
