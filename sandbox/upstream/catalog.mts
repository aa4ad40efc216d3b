import type { Product, Session } from './product.mts';

type ProductSpec = Pick<Product, 'id' | 'name'> & Partial<Product>;

const EVENING_SESSIONS: Session[] = [
	{ code: 'S1830', begin: '18:30', end: '19:30', seats: 50 },
	{ code: 'S2000', begin: '20:00', end: '21:00', seats: 2 },
];

const DAY_SESSIONS: Session[] = [
	{ code: 'S0900', begin: '09:00', end: '11:00', seats: 100 },
	{ code: 'S1300', begin: '13:00', end: '15:00', seats: 100 },
	{ code: 'S1500', begin: '15:00', end: '17:00', seats: 3 },
];

// The last one ends with the day.
const LATE_SESSIONS: Session[] = [
	{ code: 'S0900', begin: '09:00', end: '11:30', seats: 20 },
	{ code: 'S2200', begin: '22:00', end: '00:00', seats: 20 },
];

// The products that tests and examples name; sandbox/README.md lists them.
const NAMED_PRODUCTS: ProductSpec[] = [
	{ id: 3, name: '龙游石窟景区联票', scenicSpot: '龙游石窟', review: 'approve' },
	{
		id: 165325,
		name: '龙游石窟景区成人票（实名）',
		scenicSpot: '龙游石窟',
		codes: 'person',
		visitorsNeeded: true,
	},
	{
		id: 11063,
		name: '云溪竹海夜游票（分场次）',
		scenicSpot: '云溪竹海',
		sessions: EVENING_SESSIONS,
		prices: [{ type: 3, from: -30, fen: 12800 }],
	},
	{
		id: 20001,
		name: '良渚古城遗址公园成人票（每日限量）',
		scenicSpot: '良渚古城遗址公园',
		dailyStock: 5,
	},
	{ id: 20002, name: '千鹤岛早鸟票（总量限售）', scenicSpot: '千鹤岛', totalStock: 20 },
	{ id: 20003, name: '千鹤岛特惠票（不退不改）', scenicSpot: '千鹤岛', refundable: false },
	{ id: 20004, name: '雾灵谷冬季滑雪票（已下架）', scenicSpot: '雾灵谷', onShelf: false },
	{
		id: 20005,
		name: '良渚杭州市民免费票',
		scenicSpot: '良渚古城遗址公园',
		supplier: '杭州良渚古城旅游发展有限公司',
		issuance: 'later',
		prices: [{ type: 3, from: -30, fen: 0 }],
	},
	{
		id: 20006,
		name: '雾灵谷索道往返票（实名，延迟出票）',
		scenicSpot: '雾灵谷',
		codes: 'person',
		visitorsNeeded: true,
		suffixedCodes: true,
		issuance: 'later',
		statusUntilIssued: 1,
	},
	{ id: 20007, name: '雾灵谷玻璃栈道票（出票失败）', scenicSpot: '雾灵谷', issuance: 'fails' },
	{ id: 20008, name: '千鹤岛游船票（退款人工审核）', scenicSpot: '千鹤岛', review: 'manual' },
	{ id: 20009, name: '千鹤岛观光车票（退款即时通过）', scenicSpot: '千鹤岛', review: 'atOnce' },
	{ id: 20010, name: '千鹤岛缆车票（退款审核不通过）', scenicSpot: '千鹤岛', review: 'reject' },
	{
		id: 20011,
		name: '云溪竹海体验馆票（实名分场次）',
		scenicSpot: '云溪竹海',
		codes: 'person',
		visitorsNeeded: true,
		sessions: DAY_SESSIONS,
	},
	{
		id: 20012,
		name: '云溪竹海日票（淡旺季价格）',
		scenicSpot: '云溪竹海',
		prices: [
			{ type: 3, from: -30, fen: 8000 },
			{ type: 1, from: 5, to: 25, fen: 10000 },
			{ type: 2, from: 10, fen: 15050 },
		],
	},
	{ id: 20013, name: '云溪竹海团队票（提前两天预订）', scenicSpot: '云溪竹海', bookingDays: 2 },
	{ id: 20014, name: '千鹤岛家庭票（一单限购四张）', scenicSpot: '千鹤岛', maxPerOrder: 4 },
	{
		id: 20015,
		name: '龙游石窟学生票（需登记游客，多人一码）',
		scenicSpot: '龙游石窟',
		kind: '学生票',
		visitorsNeeded: true,
		extra: { MinAge: 6, MaxAge: 24 },
	},
	{ id: 20016, name: '雾灵谷露营票（支付失败）', scenicSpot: '雾灵谷', issuance: 'payFails' },
	{ id: 20017, name: '雾灵谷温泉票（余额不足）', scenicSpot: '雾灵谷', issuance: 'noBalance' },
	{
		id: 20018,
		name: '龙游石窟换票成人票',
		scenicSpot: '龙游石窟',
		extra: {
			IsTicket: 1,
			TicketGetAddress: '龙游石窟游客中心1号窗口',
			EffectiveTimeMode: 5,
			BeginEffectiveTime: '2025-01-01',
			EndEffectiveTime: '2035-12-31',
		},
	},
	{
		id: 20019,
		name: '云溪竹海全日馆票（一场一价格行，末场至零点）',
		scenicSpot: '云溪竹海',
		sessions: LATE_SESSIONS,
		rowPerSession: true,
	},
	{
		id: 20020,
		name: '云溪竹海年历票（多层价格）',
		scenicSpot: '云溪竹海',
		prices: [
			{ type: 3, from: -30, fen: 8000 },
			{ type: 3, from: 8, fen: 9000 },
			{ type: 1, from: 5, to: 25, fen: 10000 },
			{ type: 1, from: 10, to: 12, fen: 12000 },
			{ type: 2, from: 11, fen: 15050 },
		],
	},
	{ id: 20099, name: '龙游石窟＋云溪竹海打包票', scenicSpot: '龙游石窟', listed: false },
];

const FILLER_SPOTS = ['青岚山', '白鹭湖', '古渡老街', '松涛峡', '星野草原', '月牙泉湾', '石塘渔村'];
const FILLER_KINDS = ['成人票', '儿童票', '老人票', '学生票', '亲子票', '年卡', '夜场票'];
const FIRST_FILLER_ID = 30001;

function fillers(): ProductSpec[] {
	const names = FILLER_SPOTS.flatMap((scenicSpot) =>
		FILLER_KINDS.map((kind) => ({ scenicSpot, kind, name: `${scenicSpot}${kind}` })),
	);
	return names.map((product, index) => ({ ...product, id: FIRST_FILLER_ID + index }));
}

function complete(spec: ProductSpec): Product {
	const scenicSpot = spec.scenicSpot ?? '龙游石窟';
	return {
		scenicSpot,
		kind: '成人票',
		description: `${spec.name}，凭入园凭证入园。`,
		supplier: `${scenicSpot}供应商`,
		codes: 'group',
		visitorsNeeded: false,
		listed: true,
		onShelf: true,
		refundable: true,
		totalStock: 0,
		dailyStock: 0,
		maxPerOrder: 0,
		bookingDays: 0,
		sessions: [],
		rowPerSession: false,
		prices: [{ type: 3, from: -30, fen: 8850 }],
		issuance: 'atOnce',
		statusUntilIssued: 3,
		review: 'approve',
		suffixedCodes: false,
		version: 0,
		...spec,
		extra: spec.extra ?? {},
	};
}

/** A new catalogue: products by id, in the order in which they are listed. */
export function createCatalog(): Map<number, Product> {
	return new Map(
		[...NAMED_PRODUCTS, ...fillers()].map((spec) => [spec.id, complete(spec)] as const),
	);
}
