/** A host in one of its roles: its own address in the cluster, and its machine as `machineOf` names it. */
interface Role {
	readonly kind: "director" | "real server";
	readonly address: string | undefined;
	readonly machine: string | undefined;
}

/** Whether two entries are one machine that is a director and a real server: their known parts do not differ. */
export function isOneMachine(one: Role, other: Role): boolean {
	return (
		one.kind !== other.kind &&
		isSame(one.address, other.address) &&
		isSame(one.machine, other.machine)
	);
}

function isSame(one: string | undefined, other: string | undefined): boolean {
	return one === undefined || other === undefined || one === other;
}
