import { foreignInFile, foreignText } from '../../harness/package/english.mts';

describe('a text in another language', () => {
	test.each([
		['Give a date', []],
		['– “quoted” … 1 × 2 é ü', []],
		['Day of the visit (游玩时间)', ['游玩时间']],
		['说明，and more。', ['说明，', '。']],
		['"Message": "收到通知"', []],
		['"Message": "收到通知！"', ['收到通知！']],
		['チケット 티켓', ['チケット', '티켓']],
		['full width：', ['：']],
	])('is found in %s', (text, found) => {
		expect(foreignText(text)).toEqual(found);
	});
});

describe('a packed file', () => {
	const bundle = [
		'"use strict";',
		'// nodes/Zhongzhiyou/api/blame.ts',
		"var SIGNATURE = '签名';",
		'// nodes/Zhongzhiyou/api/errors.ts',
		"var what = '签名错误';",
		'// credentials/ZhongzhiyouApi.credentials.ts',
		"var name = '分销商';",
	].join('\n');

	test('of the code is judged by the file that each part comes from', () => {
		expect(foreignInFile('dist/package.js', bundle)).toEqual([
			'nodes/Zhongzhiyou/api/errors.ts: 签名错误',
			'credentials/ZhongzhiyouApi.credentials.ts: 分销商',
		]);
	});

	test('of a codex may have Chinese words to search by, and nowhere else', () => {
		const codex = { alias: ['门票'], categories: ['销售'] };
		expect(foreignInFile('dist/nodes/X/X.node.json', JSON.stringify(codex))).toEqual(['销售']);
	});

	test('that people read may have none', () => {
		expect(foreignInFile('README.md', '# 中智游')).toEqual(['中智游']);
		expect(foreignInFile('package.json', '["中智游", "门票"]')).toEqual(['门票']);
	});
});
