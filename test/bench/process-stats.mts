import { readFile } from 'node:fs/promises';

/** Clock ticks a second in which Linux counts a process's time. */
const TICKS = 100;

/** Resident memory of a process, MiB. */
export async function rssOf(pid: number): Promise<number> {
	const status = await readFile(`/proc/${pid}/status`, 'utf8');
	return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1024;
}

/**
 * Milliseconds of processor time that a process has used in all its threads. Unlike the clock on
 * the wall it hardly depends on what else the machine does.
 */
export async function cpuMsOf(pid: number): Promise<number> {
	const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
	// The name in parentheses may hold spaces; utime and stime are the 12th and 13th field after it.
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS;
}
