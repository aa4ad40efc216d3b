// npm run test:package: packs the package as it would be published and looks at what users would get.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

import { main } from '../harness/base/command.mjs';
import { root } from '../harness/base/paths.mjs';
import { ensureBuild } from '../harness/package/build.mts';
import { foreignInFile } from '../harness/package/english.mts';
import { pack, unpack, type Packed } from '../harness/package/pack.mts';
import { reproduce } from '../harness/package/reproduce.mts';
import { loadScanner, PACKED_FILES } from '../harness/package/scan.mts';
import { asRecord, isRecord } from '../harness/records.mts';
import { LOCK_FILES, missingFromLock } from './lib/lock-file.mjs';

/** What of package.json is looked at. */
interface Manifest {
	name: string;
	main: string;
	keywords: string[];
	dependencies?: Record<string, string>;
	peerDependencies?: Record<string, string>;
	overrides?: object;
	scripts?: Record<string, string>;
	n8n: { nodes: string[]; credentials: string[] };
}

const maximumSize = 120 * 1024;
/** What n8n provides to a community node at run time. */
const provided = ['n8n-workflow', 'luxon'];

function checkManifest(manifest: Manifest): void {
	assert.deepEqual(manifest.dependencies ?? {}, {}, 'no runtime dependencies');
	assert.deepEqual(manifest.peerDependencies, { 'n8n-workflow': '*' }, 'the one peer dependency');
	assert.equal(manifest.overrides, undefined, 'no overrides');
	for (const hook of ['preinstall', 'install', 'postinstall', 'prepare']) {
		assert.equal(manifest.scripts?.[hook], undefined, `no ${hook} script`);
	}
	assert.ok(manifest.keywords.includes('n8n-community-node-package'), 'the keyword n8n looks for');
}

function checkFiles({ files, size }: Packed, manifest: Manifest): void {
	assert.ok(size <= maximumSize, `packed size ${size} is at most ${maximumSize} bytes`);
	for (const required of ['README.md', 'LICENSE', 'package.json', manifest.main]) {
		assert.ok(files.includes(required), `${required} is in the package`);
	}
	for (const file of [...manifest.n8n.nodes, ...manifest.n8n.credentials]) {
		assert.ok(files.includes(file), `${file}, named in package.json, is in the package`);
	}
	const unwanted = files.filter(
		(file) =>
			/\.map$|\.tsbuildinfo$|\.tgz$|(^|\/)(test|tests|harness|sandbox|scripts)\//.test(file) ||
			// No editor would show them (docs/publishing.md, What n8n could change).
			/(^|\/)translations\//.test(file) ||
			/\.m?ts$/.test(file),
	);
	assert.deepEqual(unwanted, [], 'nothing but what runs is in the package');
}

/** Every icon a description names is a file that is there: `file:` is relative to the class's file. */
function checkIcons(described: unknown, file: string): void {
	const { icon, name: owner } = asRecord(described);
	const icons = isRecord(icon) ? Object.values(icon) : icon === undefined ? [] : [icon];
	assert.ok(icons.length > 0, `${owner} has an icon`);
	for (const name of icons) {
		const path = join(dirname(file), String(name).replace(/^file:/, ''));
		assert.ok(existsSync(path), `${owner}: the icon ${name} is in the package`);
	}
}

function loadClass(file: string, suffix: string): Record<string, unknown> {
	const name = basename(file).replace(suffix, '');
	const exported: unknown = createRequire(file)(file)[name];
	assert.ok(typeof exported === 'function', `${basename(file)} exports the class ${name}`);
	return asRecord(Reflect.construct(exported, []));
}

/** Loads the classes as n8n does, from the unpacked tarball, with nothing but what n8n provides. */
async function checkClasses(unpacked: string, manifest: Manifest): Promise<void> {
	const modules = dirname(unpacked);
	for (const name of provided) {
		await mkdir(dirname(join(modules, name)), { recursive: true });
		await symlink(join(root, 'node_modules', name), join(modules, name));
	}
	for (const path of manifest.n8n.credentials) {
		const file = join(unpacked, path);
		checkIcons(loadClass(file, '.credentials.js'), file);
	}
	for (const path of manifest.n8n.nodes) {
		const file = join(unpacked, path);
		checkIcons(loadClass(file, '.node.js').description, file);
		const codex = file.replace(/\.js$/, '.json');
		if (existsSync(codex)) JSON.parse(readFileSync(codex, 'utf8'));
	}
	createRequire(join(unpacked, 'package.json'))(join(unpacked, manifest.main));
}

/** Interface, messages and documents in English: n8n's verification asks for it. */
function checkLanguage({ files }: Packed, unpacked: string): void {
	const found = files
		.filter((file) => !file.endsWith('.png'))
		.flatMap((file) =>
			foreignInFile(file, readFileSync(join(unpacked, file), 'utf8')).map(
				(word) => `${file}: ${word}`,
			),
		);
	assert.deepEqual(found, [], 'nothing in the package is in another language than English');
}

/** n8n's own scanner, on the source and on what is published of it: no error and no warning. */
async function checkScan(unpacked: string): Promise<void> {
	const { sourceFiles, verdict, findings } = await loadScanner();
	for (const [folder, patterns] of [
		[root, sourceFiles],
		[unpacked, PACKED_FILES],
	] as const) {
		const { passed, details } = await verdict(folder, patterns);
		assert.ok(passed === true, `n8n's scanner refuses ${folder}:\n${details}`);
		const found = await findings(folder, patterns);
		assert.deepEqual(found, [], `n8n's scanner warns of nothing in ${folder}`);
	}
}

/** The same source gives the same tarball, so that anybody can compare it with the published one. */
async function checkReproducible({ integrity }: Packed, folder: string): Promise<void> {
	const again = await reproduce(join(folder, 'again'));
	assert.equal(again.integrity, integrity, 'two builds give one tarball');
}

/** What is true only of the machine something was written on has no place in a repository. */
function checkTrackedFiles(): void {
	const patterns = ['/(work|farm)/', 'registry\\.npm[a-z]*\\.', 'deb\\.[a-z]+\\.org'];
	const excluded = [':!:*package-lock.json', ':!:*.png', ':!:scripts/check-package.mts'];
	const args = ['grep', '-nIE', patterns.join('|'), '--', ...excluded];
	let found = '';
	try {
		found = execFileSync('git', args, { cwd: root, encoding: 'utf8' });
	} catch (error) {
		// 1: nothing found; 128: not a git checkout, as in an unpacked source archive.
		if (!isRecord(error) || ![1, 128].includes(Number(error.status))) throw error;
	}
	assert.equal(found, '', `no paths of one machine and no registry hosts:\n${found}`);
}

/** A lock file that `npm ci` accepts on every platform, from any registry. */
function checkLocks(): void {
	const remedy = 'run `node scripts/complete-locks.mjs`';
	for (const file of LOCK_FILES) {
		const text = readFileSync(join(root, file), 'utf8');
		assert.ok(!/"resolved": "https?:/.test(text), `${file} names a registry: ${remedy}`);
		const missing = Object.keys(missingFromLock(JSON.parse(text)));
		assert.deepEqual(missing, [], `${file} lacks packages of other platforms: ${remedy}`);
	}
}

await main(async () => {
	await ensureBuild();
	const manifest: Manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
	const folder = await mkdtemp(join(tmpdir(), 'zzy-package-'));
	try {
		const packed = await pack(folder);
		checkManifest(manifest);
		checkFiles(packed, manifest);
		const unpacked = join(folder, 'node_modules', manifest.name);
		await unpack(packed.path, unpacked);
		await checkClasses(unpacked, manifest);
		checkLanguage(packed, unpacked);
		await checkScan(unpacked);
		await checkReproducible(packed, folder);
		checkTrackedFiles();
		checkLocks();
		const size = (packed.size / 1024).toFixed(1);
		console.log(
			`${packed.name} ${packed.version}: ${packed.files.length} files, ${size} KiB packed, loads, clean.`,
		);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
});
