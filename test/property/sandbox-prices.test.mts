// Two opinions on the price of a day: the node's, from the rows, and the sandbox's, from its rules.
import fc from 'fast-check';

import { pricesByDay } from '../../nodes/Zhongzhiyou/products/days.ts';
import { readDay } from '../../nodes/Zhongzhiyou/values/times.ts';
import { readDialects } from '../../sandbox/dialects/index.mts';
import { speak } from '../../sandbox/dialects/speak.mts';
import { addDays } from '../../sandbox/formats/china-time.mts';
import { parseJson, isJsonObject, writeJson } from '../../sandbox/formats/json.mts';
import { createCatalog } from '../../sandbox/upstream/catalog.mts';
import { priceCalendar, priceOn } from '../../sandbox/upstream/prices.mts';
import type { PriceRule, Product } from '../../sandbox/upstream/product.mts';
import { runs } from '../support/runs.mts';

const TODAY = '2027-02-20';
const DAYS = 40;

const offset = fc.integer({ min: -10, max: DAYS });

const rule: fc.Arbitrary<PriceRule> = fc
	.record({
		type: fc.constantFrom(1, 2, 3),
		from: offset,
		length: fc.integer({ min: 0, max: 20 }),
		fen: fc.integer({ min: 1, max: 100_000 }),
	})
	.map(({ type, from, length, fen }) =>
		type === 1 ? { type, from, to: from + length, fen } : { type, from, fen },
	);

/** Rules of which no two are equally narrow on a day: on those the vendor's document is silent. */
const rules = fc.uniqueArray(rule, {
	maxLength: 8,
	selector: ({ type, from, to }) => (type === 1 ? `1/${(to ?? from) - from}` : `${type}/${from}`),
});

function productWith(prices: PriceRule[]): Product {
	const product = createCatalog().get(3);
	if (product === undefined) throw new Error('No product');
	return { ...product, prices };
}

const unlimited = { tickets: () => Infinity, seats: () => Infinity };

it.each([[[]], [['slash-dates']], [['ms-dates']], [['text-numbers', 'slash-dates', 'ms-dates']]])(
	'are the same on every day, whatever the rows and their order, spoken in %j',
	(names) => {
		fc.assert(
			fc.property(rules, fc.nat({ max: 1000 }), (prices, seed) => {
				const product = productWith(prices);
				const [from, to] = [TODAY, addDays(TODAY, DAYS)];
				const rows = priceCalendar(product, { from, to, today: TODAY, seed }, unlimited);
				const said = parseJson(writeJson(speak(readDialects(names), { DailyPriceStock: rows })));
				const read =
					isJsonObject(said) && Array.isArray(said.DailyPriceStock) ? said.DailyPriceStock : [];
				const days = pricesByDay(
					read.filter(isJsonObject),
					readDay(from, 'from'),
					readDay(to, 'to'),
				);
				const byNode = days.map(({ date, Price }) => [date, Number(Price)]);
				const bySandbox = Array.from({ length: DAYS + 1 }, (_, day) => addDays(TODAY, day))
					.map((date) => [date, priceOn(product, date, TODAY)] as const)
					.flatMap(([date, fen]) => (fen === undefined ? [] : [[date, fen / 100]]));
				expect(byNode).toEqual(bySandbox);
			}),
			{ numRuns: runs(200) },
		);
	},
);
