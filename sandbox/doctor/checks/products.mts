import { isObject } from '../../formats/json.mts';
import type { Call } from '../account.mts';
import type { Examination } from '../examination.mts';
import { type JsonObject, fetchProduct, fetchProducts } from '../reading.mts';

const OPERATION = 'getProductByDistributor';

/** Small, so that few products already make several pages. */
const SMALL_PAGE = 2;

/** More are not looked through. */
const MOST_PRODUCTS = 2000;

interface Page {
	ids: string[];
	total: number;
}

async function page(examination: Examination, pageIndex: number): Promise<Page> {
	const call: Call = {
		operation: OPERATION,
		method: 'GET',
		path: '/product/getProductByDistributor',
		query: { pageIndex: String(pageIndex), pageSize: String(SMALL_PAGE) },
	};
	const { data } = await examination.ask(call);
	const products: unknown[] = isObject(data) && Array.isArray(data.Products) ? data.Products : [];
	return {
		ids: products.filter(isObject).map(({ ProductId }) => String(ProductId)),
		total: isObject(data) ? Number(data.TotalCount) : Number.NaN,
	};
}

/** Whether pages begin with 1, have the size that is asked for, do not overlap, and end. */
async function examinePages(examination: Examination): Promise<void> {
	const { findings } = examination;
	const first = await page(examination, 1);
	const wanted = Math.min(SMALL_PAGE, first.total);
	if (first.ids.length !== wanted && !Number.isNaN(first.total)) {
		const came = `${SMALL_PAGE} asked for, ${first.ids.length} came`;
		// The nodes ask for what comes from the second page on.
		examination.tell('page-size', OPERATION, came, first.ids.length > 0);
	}
	if (!(first.total > first.ids.length) || first.ids.length === 0) {
		findings.notChecked.push('Further pages: there is one page of products only.');
		return;
	}
	const second = await page(examination, 2);
	const again = second.ids.filter((id) => first.ids.includes(id)).length;
	if (again > 0) examination.tell('paging', OPERATION, `${again} of page 1 on page 2 again`, false);
	if (second.total !== first.total) {
		examination.tell('paging', OPERATION, 'a TotalCount that differs from page to page', false);
	}
	const beyond = await page(examination, Math.ceil(first.total / SMALL_PAGE) + 1);
	if (beyond.ids.length > 0) {
		examination.tell('paging', OPERATION, 'products on a page behind the last', true);
	}
}

/** The products as the nodes get them, page after page, and one of them by its number. */
export async function examineProducts(examination: Examination): Promise<JsonObject[]> {
	const { findings, client } = examination;
	await examinePages(examination);
	const { total } = await page(examination, 1);
	const products = await fetchProducts(client, MOST_PRODUCTS);
	const wanted = Math.min(total, MOST_PRODUCTS);
	if (products.length !== wanted) {
		const came = `${products.length} products in all, TotalCount says ${total}`;
		examination.tell('paging', OPERATION, came, false);
	} else {
		findings.seen.push(`The nodes find all ${products.length} products, each once.`);
	}
	if (total > MOST_PRODUCTS) {
		findings.notChecked.push(`Products after the first ${MOST_PRODUCTS}.`);
	}
	const [first] = products;
	if (first === undefined) {
		findings.notChecked.push('Products and prices: the account has none.');
	} else if ((await fetchProduct(client, String(first.ProductId))) === undefined) {
		examination.tell('one-product', OPERATION, 'another product, or none', false);
	}
	return products;
}
