import type { INodeProperties } from 'n8n-workflow';

import { isBlank } from '../api/blank.ts';
import { InputError } from '../api/failures.ts';
import { readOwnNumber } from '../values/text.ts';
import type { ParameterSource } from './parameter.ts';

/** A parameter whose value may be left to the node: undefined then. */
export interface OwnNumber {
	readonly field: INodeProperties;
	/** @throws InputError when an expression was to give the number and found none */
	read(source: ParameterSource): string | undefined;
}

/**
 * Declares your own number of something new, such as an order: empty, the node makes one.
 *
 * @param of what it is the number of, and the shop's name for such a number, for its description
 */
export function ownNumber(
	field: Pick<INodeProperties, 'displayName' | 'name'>,
	of: { thing: string; shopsNumber: string },
): OwnNumber {
	const { thing, shopsNumber } = of;
	const { displayName, name } = field;
	return {
		field: {
			...field,
			type: 'string',
			default: '',
			placeholder: `Automatic; better your shop's ${shopsNumber}`,
			description: `Your own number of this ${thing}, never used again for another; best your shop's ${shopsNumber}. Empty is automatic: made of the ${thing} and the input item, so that a retry, a message delivered twice or a second run on the same data is the same ${thing}. The limits: the same data given again on purpose is the same ${thing} too, and data that differs each time, such as a LogId or the time of now, makes a new one.`,
		},
		read(source) {
			const value = source.parameter(name);
			if (!isBlank(value)) return readOwnNumber(value, displayName);
			if (source.seeks?.(name) === true) {
				throw new InputError(
					displayName,
					'is empty: its expression found no value',
					'Check the expression, or clear the field for an automatic number.',
				);
			}
			return undefined;
		},
	};
}
