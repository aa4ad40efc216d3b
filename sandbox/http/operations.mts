import type { Context } from 'openapi-backend';
import { Voucher } from '../formats/json.mts';
import type { Identity } from '../identity.mts';
import {
	type Order,
	type Person,
	codesOf,
	groupCode,
	unrefunded,
	userVouchers,
} from '../upstream/order.mts';
import type { Refund } from '../upstream/refund.mts';
import { Refusal } from '../upstream/refusal.mts';
import type { Upstream } from '../upstream/upstream.mts';
import type { OperationId } from './contract.mts';
import { type Answer, nextLogId, refused } from './envelope.mts';

type Id = number | string;

// The wire's shapes, which the contract has validated before a handler sees them.
interface WirePerson {
	Name: string;
	Mobile: string;
	IdCard: string;
}

interface VerifyBody {
	PartnerId: Id;
	ProductId: Id;
	VisitDate: string;
	BeginPlayTime?: string;
	EndPlayTime?: string;
	OrderUsers: Array<{ UserName: string; Mobile: string; CardID: string }>;
}

interface CreateBody {
	PartnerId: Id;
	OriginOrderId: string;
	ContactPerson: WirePerson;
	ProductId: Id;
	BeginPlayTime?: string;
	EndPlayTime?: string;
	OrderQuantity: number;
	VisitDate: string;
	VisitPerson?: WirePerson[];
}

interface PayBody {
	PartnerId: Id;
	OrderId: Id;
	UnitPrice?: number;
	TicketCount?: number;
}

interface RefundBody {
	PartnerId: Id;
	OrderId: Id;
	RefundCount: number;
	RefundId: string;
	VoucherCode?: Id[];
}

interface Reply {
	Data?: unknown;
	Code: number;
	Message: string;
}

const DEFAULT_PAGE_SIZE = 10;
const MAX_PAGE_SIZE = 100;

// The codes that the source's samples succeed with; IsSuccess is what counts.
const CODE = { ok: 1000, pay: 1, cancel: 0 } as const;

function toPerson({ Name, Mobile, IdCard }: WirePerson): Person {
	return { name: Name, mobile: Mobile, idCard: IdCard };
}

function dayOf(dateTime: string): string {
	return dateTime.slice(0, 10);
}

function payData(order: Order): object {
	const shared = groupCode(order);
	return {
		VoucherCode: shared.code === '' ? null : shared,
		OrderUserVouchers: userVouchers(order),
		OrderStatus: order.status,
		PayMoney: (order.fen * order.quantity) / 100,
	};
}

function qrCodes(order: Order): object[] {
	const entry = (name: string, code: Voucher) => ({
		Name: name,
		QrCode: code,
		ProductName: order.product.name,
		Memo: order.product.supplier,
	});
	if (order.product.codes === 'group') {
		return codesOf(unrefunded(order)).map((code) => entry(order.contact.name, code));
	}
	return unrefunded(order).map(({ visitor, code }) =>
		entry(visitor?.name ?? '', new Voucher(code)),
	);
}

function refundMessage({ status }: Refund): string {
	return status === 1 ? '退款成功' : '退款申请成功，等待审核通知';
}

export interface OperationOptions {
	upstream: Upstream;
	identity: Identity;
	now: () => number;
}

export type OperationHandler = (context: Context) => Answer;

/** The eight operations, by operationId. */
export function createOperations({
	upstream,
	identity,
	now,
}: OperationOptions): Record<OperationId, OperationHandler> {
	function answer(work: () => object): Answer {
		try {
			return { status: 200, body: work() };
		} catch (error) {
			if (!(error instanceof Refusal)) throw error;
			return { status: 200, body: refused(error, now()) };
		}
	}

	function succeed({ Data, Code, Message }: Reply): object {
		return { Data, Code, IsSuccess: true, LogId: nextLogId(now()), Message };
	}

	function get<Query>(work: (query: Query) => object): OperationHandler {
		return ({ request }) => answer(() => work(request.query));
	}

	function post<Body extends { PartnerId: Id }>(work: (body: Body) => Reply): OperationHandler {
		return ({ request }) =>
			answer(() => {
				const body: Body = request.requestBody;
				if (String(body.PartnerId) !== identity.partnerId) {
					throw new Refusal('分销商与授权信息不一致', 401);
				}
				return succeed(work(body));
			});
	}

	return {
		getProductByDistributor: get<{ pageIndex?: Id; pageSize?: Id; productId?: Id }>((query) => {
			const { products, total } = upstream.products.page({
				index: Number(query.pageIndex ?? 1),
				size: Math.min(Number(query.pageSize ?? DEFAULT_PAGE_SIZE), MAX_PAGE_SIZE),
				productId: query.productId === undefined ? undefined : Number(query.productId),
			});
			const Data = { Products: products, TotalCount: total };
			return succeed({ Data, Code: CODE.ok, Message: '获取成功' });
		}),

		getProductPriceByDistributor: get<{ StartTime: string; EndTime: string; productId: Id }>(
			({ StartTime, EndTime, productId }) => {
				const rows = upstream.products.prices(Number(productId), dayOf(StartTime), dayOf(EndTime));
				return succeed({
					Data: { DailyPriceStock: rows },
					Code: CODE.ok,
					Message: '获取成功',
				});
			},
		),

		verifyOrder: post<VerifyBody>((body) => {
			upstream.booking.check({
				productId: Number(body.ProductId),
				visitDate: dayOf(body.VisitDate),
				beginTime: body.BeginPlayTime,
				endTime: body.EndPlayTime,
				quantity: body.OrderUsers.length,
				visitors: body.OrderUsers.map(({ UserName, Mobile, CardID }) => ({
					name: UserName,
					mobile: Mobile,
					idCard: CardID,
				})),
			});
			return { Code: CODE.ok, Message: '校验通过' };
		}),

		createOrder: post<CreateBody>((body) => {
			const order = upstream.orders.create({
				originOrderId: body.OriginOrderId,
				productId: Number(body.ProductId),
				visitDate: body.VisitDate,
				beginTime: body.BeginPlayTime,
				endTime: body.EndPlayTime,
				quantity: body.OrderQuantity,
				contact: toPerson(body.ContactPerson),
				visitors: (body.VisitPerson ?? []).map(toPerson),
				content: JSON.stringify(body),
			});
			const Data = {
				OriginOrderId: order.originOrderId,
				DistributorId: Number(identity.partnerId),
				OrderId: order.orderId,
				OrderStatus: order.status,
			};
			return { Data, Code: CODE.ok, Message: '下单成功' };
		}),

		payOrder: post<PayBody>((body) => {
			const order = upstream.tickets.pay({
				orderId: Number(body.OrderId),
				unitPrice: body.UnitPrice,
				ticketCount: body.TicketCount,
			});
			return { Data: payData(order), Code: CODE.pay, Message: '处理成功' };
		}),

		// The one answer without Code and LogId (API 1.1.6).
		personQrCodes: get<{ originOrderId: string }>(({ originOrderId }) => ({
			Data: qrCodes(upstream.orders.issued(originOrderId)),
			IsSuccess: true,
			Message: '',
		})),

		refundOrder: post<RefundBody>((body) => {
			const refund = upstream.refunds.request({
				orderId: Number(body.OrderId),
				refundId: body.RefundId,
				count: body.RefundCount,
				codes: (body.VoucherCode ?? []).map(String),
				content: JSON.stringify(body),
			});
			const Data = { ApplyId: refund.applyId, RefundStatus: refund.status };
			return { Data, Code: CODE.ok, Message: refundMessage(refund) };
		}),

		cancelOrder: get<{ orderId: Id }>(({ orderId }) => {
			upstream.orders.cancel(Number(orderId));
			return succeed({ Code: CODE.cancel, Message: '订单已取消' });
		}),
	};
}
