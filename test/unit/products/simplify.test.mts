import { selectFields, simplifyProduct } from '../../../nodes/Zhongzhiyou/products/simplify.ts';

const MAIN = {
	ProductId: 1,
	ProductName: '票',
	ProductKind: 2,
	ScenicSpots: [{ ScenicId: 3 }],
	ProductStatus: 4,
	EntranceMode: 0,
	CustomerSet: null,
	RefundSet: 5,
	TotoalStock: 6,
	MaxNumberByOrder: 7,
};

test('a simplified product has what most need of it, as it came', () => {
	const product = { ...MAIN, ProductDesc: '<p>', MinAge: 9, Version: 8, LogId: 'log-1' };
	expect(simplifyProduct(product)).toStrictEqual(MAIN);
});

test('what a product does not have, it has not simplified either', () => {
	expect(simplifyProduct({ ProductId: 1, MinAge: 2 })).toStrictEqual({ ProductId: 1 });
});

test('fields that are selected are found in any case, and the ID beside them', () => {
	const product = { ...MAIN, productdesc: 'x', Version: 8 };
	expect(selectFields(product, ['PRODUCTDESC', 'productName', 'None'])).toStrictEqual({
		ProductId: 1,
		ProductName: '票',
		productdesc: 'x',
	});
	expect(selectFields(product, [])).toStrictEqual({ ProductId: 1 });
});
