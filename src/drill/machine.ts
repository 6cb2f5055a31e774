import type { Desired } from "../model/desired.ts";
import type { HostConnection } from "../model/host.ts";

/** A machine that something can be done to. */
export type Reached = Pick<Machine, "name" | "connection">;

/** A host in one of its roles, as the state of a stack has it. */
export interface Machine {
	readonly component: string;
	readonly role: string;
	/** Its name in the declaration. */
	readonly name: string;
	readonly vip?: string;
	readonly connection: HostConnection;
	readonly desired: Desired;
}
