/** Every operation of the resource, in the order in which the editor lists them. */
export { get } from './get.ts';
export { getMany } from './getMany.ts';
export { getPrices } from './getPrices.ts';
