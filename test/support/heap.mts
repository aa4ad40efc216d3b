import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');

const collect: unknown = runInNewContext('gc');

/** Bytes on the heap that are still in use. */
export function heapInUse(): number {
	if (typeof collect === 'function') collect();
	return process.memoryUsage().heapUsed;
}
