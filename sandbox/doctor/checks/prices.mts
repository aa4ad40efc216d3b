import { type Examination, Refused, Unusable } from '../examination.mts';
import { addDays, chinaDate } from '../../formats/china-time.mts';
import { forEach } from '../account.mts';
import {
	ApiFailure,
	type JsonObject,
	fetchPriceAnswer,
	parseChinaTime,
	pricesByDay,
} from '../reading.mts';

const OPERATION = 'getProductPriceByDistributor';

/** How many days ahead prices are asked for. */
export const DAYS_AHEAD = 30;

/** Of so many products a single day is asked for too, and compared. */
const COMPARED = 3;

/** A product's prices by day, as the nodes lay them out. */
export interface PricedProduct {
	product: JsonObject;
	days: JsonObject[];
}

function moment(date: string): NonNullable<ReturnType<typeof parseChinaTime>> {
	const found = parseChinaTime(date);
	if (found === undefined) throw new Error(`Not a day: ${date}`);
	return found;
}

/**
 * The prices of a product between two days; undefined where the API refuses or nobody can tell the
 * days, which is noted.
 */
export async function pricesOf(
	examination: Examination,
	productId: string,
	from: string,
	to: string,
): Promise<JsonObject[] | undefined> {
	try {
		const { rows, logId } = await fetchPriceAnswer(examination.client, productId, from, to);
		return pricesByDay(rows, moment(from), moment(to), logId);
	} catch (error) {
		if (error instanceof Refused) {
			examination.tellRefusal(error, true);
			return undefined;
		}
		if (error instanceof ApiFailure) {
			examination.tell('days', OPERATION, 'rows whose days cannot be told', false);
			return undefined;
		}
		if (error instanceof Unusable) return undefined;
		throw error;
	}
}

/** Whether two questions about one day get one answer. */
async function compareDay(
	examination: Examination,
	{ product, days }: PricedProduct,
): Promise<void> {
	const ofRange = days[Math.floor(days.length / 2)];
	const date = String(ofRange.date);
	const alone = await pricesOf(examination, String(product.ProductId), date, date);
	if (alone === undefined) return;
	const [ofDay] = alone;
	const isSame = alone.length === 1 && Object.is(Number(ofDay.Price), Number(ofRange.Price));
	if (!isSame) {
		examination.tell('days', OPERATION, 'another price when one day is asked for', false);
	}
}

/**
 * The price calendars of some products, laid out by day.
 *
 * @returns those that have prices in the coming days
 */
export async function examinePrices(
	examination: Examination,
	products: JsonObject[],
): Promise<PricedProduct[]> {
	const { findings } = examination;
	if (products.length === 0) return [];
	const from = chinaDate(Date.now());
	const to = addDays(from, DAYS_AHEAD);
	const priced: PricedProduct[] = [];
	let read = 0;
	await forEach(products, async (product) => {
		const days = await pricesOf(examination, String(product.ProductId), from, to);
		if (days !== undefined) read += 1;
		if (days !== undefined && days.length > 0) priced.push({ product, days });
	});
	await forEach(priced.slice(0, COMPARED), (one) => compareDay(examination, one));
	const count = (list: PricedProduct[]) => `${list.length} of ${products.length}`;
	findings.seen.push(
		`Price calendars of ${read} of ${products.length} products can be laid out by day; ${count(priced)} have prices in the next ${DAYS_AHEAD} days.`,
	);
	const hasSessions = priced.some(({ days }) =>
		days.some(({ ProductSeats }) => Array.isArray(ProductSeats) && ProductSeats.length > 0),
	);
	if (!hasSessions) findings.notChecked.push('Sessions: no product looked at has any.');
	return priced;
}
