import { defaults } from "./defaults.ts";
import { leaf } from "./leaf.ts";
import { readBoolean } from "./leaves.ts";

/** The option of every component whose hosts must let packets through. */
export interface FilterDeclaration {
	/**
	 * Whether `up` lets through what is needed where the host's packet filter is ufw or firewalld and stops it, by their own commands.
	 * Destroy takes these rules back, and so does taking the option back. Rules that somebody wrote to stop packets stay, and other filters
	 * are never opened: there `up` refuses and names the rule, with the command that helps. Default false, and then `up` refuses wherever a
	 * filter stops something.
	 * @example true
	 */
	readonly openFilters?: boolean;
}

export const openFilters = leaf<boolean, boolean>(readBoolean).default(
	defaults.openFilters,
);
