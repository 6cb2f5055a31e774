import { defaults } from "./defaults.ts";
import { leaf } from "./leaf.ts";
import { readBoolean } from "./leaves.ts";

/** The option of every component whose hosts must let packets through. */
export interface FilterDeclaration {
	/**
	 * Whether `up` opens the host's packet filter if it stops needed packets and is ufw or firewalld, by their own commands. These rules are removed by destroy,
	 * and when the option is removed. Rules that somebody wrote to stop packets stay, and other filters are never opened: for those `up` refuses and names the
	 * rule, with the command that helps. Default false, and then `up` refuses wherever a filter stops something.
	 * @example true
	 */
	readonly openFilters?: boolean;
}

export const openFilters = leaf<boolean, boolean>(readBoolean).default(
	defaults.openFilters,
);
