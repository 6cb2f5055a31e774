import type { Secrets } from "../host/secrets.ts";
import type { Desired, FormerData, Role } from "../model/desired.ts";
import type { HostConnection } from "../model/host.ts";
import { desiredIn } from "./desired-in.ts";
import { isKnown } from "./read-desired.ts";
import type { Made } from "./verbs.ts";

/** Inputs of a host's resource. They are kept in users' state, so these names can never change. */
export interface HostInputs {
	/** The component in which the host has its role, e.g. a cluster. */
	readonly component: string;
	readonly role: Role;
	/** The name of the host in the declaration. */
	readonly name: string;
	/** `project/stack`. States of earlier versions do not have it. */
	readonly stack?: string;
	/** The VIP of the cluster. Undefined for other components. */
	readonly vip?: string;
	readonly connection: HostConnection;
	readonly desired: Desired;
	/** The format of the texts in `desired` (model/wire-text.ts). States of earlier versions do not have it: theirs is the first one. */
	readonly textFormat?: number;
	/** Name -> value of the secrets in `desired`. A Pulumi secret. */
	readonly secrets?: Secrets;
	/**
	 * Hosts that this host follows -> their revisions. Example: a real server wrongly answered ARP for the VIP until it was repaired, so neighbours know its MAC
	 * address. After a change of any real server the director therefore announces the VIP again.
	 */
	readonly follows: Readonly<Record<string, string>>;
	/** Where users' data lay on the former machine of this resource. No user declares it: see former-place.ts. */
	readonly former?: FormerData;
	/** This is no input, but part of every state: the resource knows its own record on a host by it. States of earlier versions do not have it. */
	readonly token?: string;
}

/** Outputs: the inputs, and what was found on the host. */
export interface HostOutputs extends HostInputs, Made {
	readonly family: string;
	/** Our rules in the kernel's IPVS table, as read back. */
	readonly rules: readonly string[];
	/** A word that changes with each change of the host, so that smoke tests run again. */
	readonly revision: string;
}

/** The inputs among the properties of a resource, with the desired state as this version writes it. */
export function inputsOf(inputs: HostInputs): HostInputs {
	const { component, role, name, stack, vip, connection } = inputs;
	const { textFormat, secrets, follows, former } = inputs;
	return {
		component,
		role,
		name,
		...(stack === undefined ? {} : { stack }),
		...(vip === undefined ? {} : { vip }),
		connection,
		desired: desiredIn(inputs),
		...(textFormat === undefined ? {} : { textFormat }),
		...(secrets === undefined ? {} : { secrets }),
		follows,
		...(former === undefined ? {} : { former }),
	};
}

/**
 * The inputs that decide whether a host must be updated. Left out is what decides only:
 * - whether `up` refuses: ports that the role serves, its part of the web server and of the engine, what it cannot share, where users' data and shared directories lie,
 *   programs of the operator, and which of them run as root;
 * - whether a drain is refused: quorums, and who says sorry;
 * - what follows a change of a file: who reads it, and what must accept it;
 * - what is told of the way to clients.
 *
 * States of earlier versions lack these, the stack and the format of texts, or have other words for them. That is no change.
 * The place of the files of an application's users is compared all the same: `lvsctl backup` reads it in the state.
 */
export function compared(inputs: HostInputs): object {
	const { desired, stack, textFormat, former, ...others } = inputsOf(inputs);
	if (!isKnown(desired)) return { ...others, desired };
	const {
		serves,
		sole,
		web,
		engine,
		data,
		elsewhere,
		files,
		programs,
		runAs,
		quorums,
		sorryServers,
		asRoot,
		closedGateways,
		shared,
		...setUp
	} = desired;
	return {
		...others,
		// otherwise a backup of the state would go on without them
		...(isApplication(inputs.role) ? { data, elsewhere } : {}),
		desired: {
			...setUp,
			files: Object.fromEntries(
				Object.entries(files).map(([path, { readBy, test, ...file }]) => [
					path,
					file,
				]),
			),
		},
	};
}

/** Whether an earlier version did not say where the files of a role's users are. */
function isApplication(role: Role): boolean {
	return role === "wordpress" || role === "discuz";
}
