import type { Role } from "./desired.ts";

/** The name of a record on a host, and of its directories. There is one record for each component and role. */
export function ownerOf({
	component,
	role,
}: {
	readonly component: string;
	readonly role: Role;
}): string {
	return `${component}-${role}`;
}

/** The component whose record in a role has this name. Undefined: the record is of another role. */
export function componentOf(owner: string, role: Role): string | undefined {
	const end = `-${role}`;
	return owner.endsWith(end) ? owner.slice(0, -end.length) : undefined;
}
