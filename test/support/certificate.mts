import { generateKeyPairSync, sign } from 'node:crypto';

/** A certificate and its private key, as PEM. */
export interface KeyAndCertificate {
	key: string;
	cert: string;
}

function der(tag: number, ...contents: Buffer[]): Buffer {
	const content = Buffer.concat(contents);
	const { length } = content;
	const size =
		length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
	return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const sequence = (...contents: Buffer[]) => der(0x30, ...contents);

/** An object identifier by its encoded bytes. */
const identifier = (...bytes: number[]) => der(0x06, Buffer.from(bytes));

const ECDSA_WITH_SHA256 = sequence(identifier(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));

const COMMON_NAME = identifier(0x55, 0x04, 0x03);

const SUBJECT_ALTERNATIVE_NAME = identifier(0x55, 0x1d, 0x11);

function time(date: Date): Buffer {
	const digits = date.toISOString().replaceAll(/[-:T]|\.\d+/g, '');
	return der(0x18, Buffer.from(digits, 'ascii'));
}

/**
 * A certificate that signs itself, made by hand: Node can read certificates but not make them.
 *
 * @param host the DNS name that it is for
 * @param from first moment at which it counts
 * @param to last moment at which it counts
 */
export function selfSigned(host: string, from: Date, to: Date): KeyAndCertificate {
	const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
	const name = sequence(der(0x31, sequence(COMMON_NAME, der(0x0c, Buffer.from(host)))));
	const names = sequence(der(0x82, Buffer.from(host)));
	const extension = sequence(SUBJECT_ALTERNATIVE_NAME, der(0x04, names));
	const body = sequence(
		der(0xa0, der(0x02, Buffer.from([2]))),
		der(0x02, Buffer.from([1])),
		ECDSA_WITH_SHA256,
		name,
		sequence(time(from), time(to)),
		name,
		publicKey.export({ type: 'spki', format: 'der' }),
		der(0xa3, sequence(extension)),
	);
	const signature = der(0x03, Buffer.from([0]), sign('sha256', body, privateKey));
	const encoded = sequence(body, ECDSA_WITH_SHA256, signature).toString('base64');
	return {
		key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
		cert: `-----BEGIN CERTIFICATE-----\n${encoded.match(/.{1,64}/g)?.join('\n')}\n-----END CERTIFICATE-----\n`,
	};
}
