import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { root } from './process.mjs';

const credentialType = 'zhongzhiyouApi';

function withCredential(workflow, credential) {
	const nodes = workflow.nodes.map((node) =>
		node.credentials?.[credentialType]
			? { ...node, credentials: { ...node.credentials, [credentialType]: credential } }
			: node,
	);
	return { ...workflow, nodes };
}

/** The workflows in `examples/`, each with an id that stays the same from one start to the next. */
export async function readExamples(credential) {
	const folder = join(root, 'examples');
	const files = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
	return await Promise.all(
		files.map(async (file) => {
			const text = await readFile(join(folder, file), 'utf8');
			const digest = createHash('sha256').update(text).digest('hex').slice(0, 16);
			const workflow = withCredential(JSON.parse(text), credential);
			const name = basename(file, '.json');
			return {
				name,
				workflow: { ...workflow, id: `example-${name}`, meta: { exampleDigest: digest } },
			};
		}),
	);
}

/** Stores the one credential the examples use, or points it at where the sandbox is now. */
export async function seedCredential(n8n, name, data) {
	const stored = await n8n.rest('GET', '/credentials');
	const known = stored.find((one) => one.type === credentialType && one.name === name);
	if (known) await n8n.updateCredential(known.id, name, credentialType, data);
	const id = known?.id ?? (await n8n.createCredential(name, credentialType, data));
	return { id, name };
}

async function find(n8n, id) {
	try {
		return await n8n.workflow(id);
	} catch (error) {
		if (error.status === 404 || error.status === 403) return undefined;
		throw error;
	}
}

/** Stores an example unless it is there; an example that was changed in the package replaces it. */
export async function importExample(n8n, { workflow }) {
	const stored = await find(n8n, workflow.id);
	if (!stored) await n8n.createWorkflow(workflow);
	else if (stored.meta?.exampleDigest !== workflow.meta.exampleDigest) {
		await n8n.updateWorkflow(workflow.id, workflow);
	}
	return await n8n.workflow(workflow.id);
}

export function hasTrigger({ nodes }) {
	return nodes.some(({ type, disabled }) => type.endsWith('.zhongzhiyouTrigger') && !disabled);
}

function collect(value, key, found = []) {
	if (Array.isArray(value)) value.forEach((inner) => collect(inner, key, found));
	else if (value && typeof value === 'object') {
		for (const [name, inner] of Object.entries(value)) {
			if (key.test(name) && ['string', 'number'].includes(typeof inner) && inner !== '')
				found.push(String(inner));
			else collect(inner, key, found);
		}
	}
	return found;
}

/** What an execution of an order workflow did, read from what its nodes put out. */
export function describeOrder(execution, workflow) {
	const outputs = (...operations) =>
		workflow.nodes
			.filter(({ parameters }) => operations.includes(parameters?.operation))
			.flatMap(({ name }) => execution.items(name).map(({ json }) => json));
	const unique = (values) => [...new Set(values)];
	const order = outputs('create', 'pay');
	const qrCodes = outputs('getQrCodes');
	return {
		products: unique(
			collect([...outputs('get', 'getMany'), ...order, ...qrCodes], /^ProductName$/i),
		),
		orderIds: unique(collect(order, /^OrderId$/i)),
		statuses: unique(collect(order, /^status$/)),
		issued: order.some(({ status }) => status === 'issued'),
		vouchers: unique(collect(order, /Voucher(Code|No)?$/i)),
		qrCodes: qrCodes
			.filter(({ QrCode }) => QrCode)
			.map(({ Name, QrCode }) => ({ name: Name, code: String(QrCode) })),
	};
}
