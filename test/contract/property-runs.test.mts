import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const files = ['unit', 'contract', 'property'].flatMap((folder) =>
	readdirSync(join('test', folder), { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.test.mts'))
		.map((name) => join('test', folder, name)),
);

test('how often a property is tried is for ZZY_PROPERTY_RUNS to say', () => {
	const counted = files.map((file) => {
		const text = readFileSync(file, 'utf8');
		const properties = text.match(/\bfc\s*\.assert\(/g)?.length ?? 0;
		return { file, properties, taken: text.match(/numRuns: runs\(/g)?.length ?? 0 };
	});
	expect(counted.filter(({ properties }) => properties > 0)).not.toEqual([]);
	expect(counted.filter(({ properties, taken }) => properties !== taken)).toEqual([]);
});
