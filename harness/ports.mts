import { createServer } from 'node:net';

/** Asks the system for ports that are free now. */
export async function freePorts(count: number): Promise<number[]> {
	const servers = await Promise.all(
		Array.from({ length: count }, async () => {
			const server = createServer();
			await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
			return server;
		}),
	);
	return await Promise.all(
		servers.map(async (server) => {
			const address = server.address();
			await new Promise((done) => server.close(done));
			if (address === null || typeof address === 'string') throw new Error('No free port');
			return address.port;
		}),
	);
}
