/** The ways to give an order, in the order in which the editor lists them. */
export { fields } from './fields.ts';
export { json } from './json.ts';
export { autoMap } from './autoMap.ts';
