// What the workflows of this repository may run: what was looked at, and nothing that changes later.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { parse } from 'yaml';

import { asArray, asRecord, isRecord } from '../../harness/records.mts';

const FOLDER = join(import.meta.dirname, '../../.github/workflows');

const workflows = readdirSync(FOLDER).map((name) => {
	const text = readFileSync(join(FOLDER, name), 'utf8');
	return { name, text, workflow: asRecord(parse(text)) };
});

function stepsOf(workflow: Record<string, unknown>): Array<Record<string, unknown>> {
	return Object.values(asRecord(workflow.jobs)).flatMap((job) =>
		asArray(asRecord(job).steps).map(asRecord),
	);
}

test('there are workflows to look at', () => {
	expect(workflows.map(({ name }) => name)).toEqual(
		expect.arrayContaining(['ci.yml', 'nightly.yml', 'publish.yml']),
	);
});

describe.each(workflows)('$name', ({ text, workflow }) => {
	test('names each action by its commit, with the version in words', () => {
		const used = text.split('\n').filter((line) => /\buses:/.test(line));
		expect(used.length).toBeGreaterThan(0);
		for (const line of used) {
			expect(line).toMatch(/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
		}
		expect(stepsOf(workflow).filter(({ uses }) => uses !== undefined)).toHaveLength(used.length);
	});

	test('may read the repository and write nothing, and ends by itself', () => {
		for (const job of Object.values(asRecord(workflow.jobs)).map(asRecord)) {
			const permissions = asRecord(job.permissions ?? workflow.permissions);
			expect({ ...permissions, 'id-token': undefined }).toEqual({ contents: 'read' });
			expect(job['timeout-minutes']).toEqual(expect.any(Number));
		}
	});
});

test('the package is tested, listed with what it is made of, and published with provenance', () => {
	const publish = workflows.find(({ name }) => name === 'publish.yml')?.workflow ?? {};
	const jobs = Object.values(asRecord(publish.jobs)).map(asRecord);
	expect(jobs.map(({ permissions }) => asRecord(permissions)['id-token'])).toEqual(['write']);
	const commands = stepsOf(publish)
		.map(({ run }) => String(run ?? ''))
		.join('\n');
	const order = ['npm ci', 'npm test', 'npm sbom', 'npm run release'];
	const places = order.map((command) => commands.indexOf(command));
	expect(places).not.toContain(-1);
	expect(places).toEqual([...places].sort((a, b) => a - b));
	const kept = stepsOf(publish).find(({ uses }) =>
		String(uses).startsWith('actions/upload-artifact'),
	);
	expect(isRecord(kept?.with) && kept.with.path).toBe('sbom.*.json');
});
