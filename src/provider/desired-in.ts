import { DeclarationError } from "../errors.ts";
import { withTexts } from "../host/kinds/localise.ts";
import type { Desired } from "../model/desired.ts";
import {
	formatText,
	parseFirstFormat,
	textFormat,
} from "../model/wire-text.ts";
import { isKnown, readDesired } from "./read-desired.ts";

/**
 * The desired state in a host's state, converted from the version that wrote it to this one.
 *
 * @throws DeclarationError if a later version wrote it, in a format that this version does not know.
 */
export function desiredIn(state: {
	readonly desired: Desired;
	readonly textFormat?: number;
}): Desired {
	const desired = readDesired(state.desired);
	if (!isKnown(desired) || state.textFormat === textFormat) return desired;
	if (state.textFormat === undefined)
		return withTexts(desired, (wire) => formatText(parseFirstFormat(wire)));
	throw new DeclarationError("the state", [
		{
			path: "textFormat",
			message: `${state.textFormat}, which a later version of pulumi-lvs wrote: use that one`,
		},
	]);
}
