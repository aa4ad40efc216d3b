import { Socket } from 'node:net';

const LOOPBACK: readonly unknown[] = ['127.0.0.1', '::1', 'localhost'];

function hostOf(target: unknown): unknown {
	const first: unknown = Array.isArray(target) ? target[0] : target;
	return typeof first === 'object' && first !== null ? Reflect.get(first, 'host') : first;
}

/** Notes every connection of this process that goes anywhere but to this machine; none is made. */
export function guardNetwork(): string[] {
	const elsewhere: string[] = [];
	const connect = Socket.prototype.connect;
	Socket.prototype.connect = function (this: Socket, ...args: unknown[]): Socket {
		const host = hostOf(args[0]);
		if (LOOPBACK.includes(host)) return Reflect.apply(connect, this, args);
		elsewhere.push(String(host));
		return this.destroy(new Error('The simulation is alone on this machine'));
	};
	return elsewhere;
}
