import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { codeOf } from './command.mjs';

/** @param {number} pid */
function isAlive(pid) {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return codeOf(error) === 'EPERM';
	}
}

/**
 * Runs `work` while no other process holds the lock; a lock whose holder died is taken over.
 *
 * @template T
 * @param {string} path the file that is the lock
 * @param {(holder: number) => void} onWait told once, with the process that holds it
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(path, onWait, work) {
	await mkdir(dirname(path), { recursive: true });
	for (let told = false; ; await pause(500)) {
		try {
			await writeFile(path, String(process.pid), { flag: 'wx' });
			break;
		} catch (error) {
			if (codeOf(error) !== 'EEXIST') throw error;
		}
		const holder = Number(await readFile(path, 'utf8').catch(() => '0'));
		if (holder > 0 && !isAlive(holder)) {
			await rm(path, { force: true });
			continue;
		}
		if (!told) onWait(holder);
		told = true;
	}
	try {
		return await work();
	} finally {
		await rm(path, { force: true });
	}
}
