/** Every operation of the resource, in the order in which the editor lists them. */
export { cancel } from './cancel.ts';
export { create } from './create.ts';
export { getQrCodes } from './getQrCodes.ts';
export { pay } from './pay.ts';
export { refund } from './refund.ts';
export { validate } from './validate.ts';
