import { changedLines, count, isScored, score, total } from '../../harness/mutants.mts';

const DIFF = `diff --git a/nodes/one.ts b/nodes/one.ts
--- a/nodes/one.ts
+++ b/nodes/one.ts
@@ -10,2 +10,3 @@ function one() {
-	old
-	old
+	new
+	new
+++ b/nodes/none.ts
@@ -20 +21 @@
-	old
+	new
@@ -30,4 +30,0 @@
-	gone
diff --git a/nodes/two.ts b/nodes/two.ts
new file mode 100644
--- /dev/null
+++ b/nodes/two.ts
@@ -0,0 +1,40 @@
diff --git a/nodes/three.ts b/nodes/three.ts
--- a/nodes/three.ts
+++ /dev/null
@@ -1,40 +0,0 @@
`;

test('lines that were changed or added are told from a diff, and those that are gone are not', () => {
	expect(changedLines(DIFF)).toEqual([
		{ file: 'nodes/one.ts', first: 10, last: 12 },
		{ file: 'nodes/one.ts', first: 21, last: 21 },
		{ file: 'nodes/two.ts', first: 1, last: 40 },
	]);
	expect(changedLines('')).toEqual([]);
});

test('mutants are counted by what became of them; what was not tried does not count', () => {
	const statuses = [
		'Killed',
		'Killed',
		'Timeout',
		'Survived',
		'NoCoverage',
		'Ignored',
		'RuntimeError',
	];
	const counts = count(statuses.map((status) => ({ status })));
	expect(counts).toEqual({ killed: 2, timeout: 1, survived: 1, noCoverage: 1 });
	expect(total([counts, counts])).toEqual({ killed: 4, timeout: 2, survived: 2, noCoverage: 2 });
	expect(score(counts)).toBe(60);
	expect(isScored(counts)).toBe(true);
	expect(isScored(count([{ status: 'Ignored' }]))).toBe(false);
	expect(count(undefined)).toEqual(total([]));
});
