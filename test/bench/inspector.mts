import { asRecord } from '../../harness/records.mts';

/** A running process seen through its inspector. */
export interface Inspector {
	/** Samples where the process spends its time while `work` is done; gives the profile's JSON. */
	profile(work: () => Promise<void>): Promise<Record<string, unknown>>;
	/** Frees what can be freed. */
	collectGarbage(): Promise<void>;
	close(): void;
}

/** What lets `openInspector` in: a port of the system's choice, on this machine only. */
export const INSPECTABLE = { NODE_OPTIONS: '--inspect=127.0.0.1:0' };

/** Opens the inspector of an n8n that was started with `--inspect`, by what it printed. */
export async function openInspector(log: string): Promise<Inspector> {
	const url = /Debugger listening on (ws:\S+)/.exec(log)?.[1];
	if (url === undefined) throw new Error('The process has no inspector');
	const socket = new WebSocket(url);
	await new Promise<void>((done, fail) => {
		socket.addEventListener('open', () => done());
		socket.addEventListener('error', () => fail(new Error('The inspector does not answer')));
	});
	let next = 1;
	const waiting = new Map<number, (message: Record<string, unknown>) => void>();
	socket.addEventListener('message', ({ data }) => {
		const message = asRecord(JSON.parse(String(data)));
		waiting.get(Number(message.id))?.(message);
		waiting.delete(Number(message.id));
	});
	const call = async (method: string, params = {}): Promise<Record<string, unknown>> => {
		const id = next++;
		const answered = new Promise<Record<string, unknown>>((done) => waiting.set(id, done));
		socket.send(JSON.stringify({ id, method, params }));
		const message = await answered;
		if (message.error !== undefined) throw new Error(`${method}: ${JSON.stringify(message.error)}`);
		return asRecord(message.result);
	};
	return {
		async profile(work) {
			await call('Profiler.enable');
			await call('Profiler.setSamplingInterval', { interval: 500 });
			await call('Profiler.start');
			await work();
			const { profile } = await call('Profiler.stop');
			return asRecord(profile);
		},
		async collectGarbage() {
			// The second one frees what the finalizers of the first let go.
			await call('HeapProfiler.collectGarbage');
			await call('HeapProfiler.collectGarbage');
		},
		close: () => socket.close(),
	};
}
