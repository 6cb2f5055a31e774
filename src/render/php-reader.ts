import { familyName } from "../model/host-text.ts";
import type { PhpFpm } from "../model/php-fpm.ts";
import type { DraftUnit } from "./draft.ts";
import { phpFpmUnit } from "./php-fpm.ts";

/**
 * The unit that runs PHP of a component, and keeps the code of its pages in memory. An operator's php.ini may say that PHP looks at no file again
 * (`opcache.validate_timestamps=0`): then only a reload of this unit brings a changed file into force.
 */
export function phpReader(
	component: string,
	declared: PhpFpm | undefined,
): DraftUnit {
	return {
		unit:
			declared === undefined ? familyName("php-unit") : phpFpmUnit(component),
		state: "enabled active",
	};
}
