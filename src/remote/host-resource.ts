import type { Desired, Role } from "../model/desired.ts";
import type { HostConnection } from "../model/host.ts";
import { ruleLine } from "../model/rule-line.ts";
import { announce } from "./announce.ts";
import { converge, withdraw } from "./converge.ts";
import { live } from "./live.ts";
import type { Observed } from "./observe.ts";
import { observe } from "./observe.ts";
import { ownerOf } from "./record.ts";
import { equal, type Verbs } from "./verbs.ts";
import { withSession } from "./with-session.ts";

/** Inputs of a host's resource. They are kept in the user's state: names here are for ever. */
export interface HostInputs {
	readonly cluster: string;
	readonly role: Role;
	/** The name the user gave the host in the declaration. */
	readonly name: string;
	readonly vip: string;
	readonly connection: HostConnection;
	readonly desired: Desired;
	/**
	 * A director's real servers -> their revisions. One that answered ARP for the VIP until it was repaired has left its MAC
	 * with the neighbours, so after a change of any of them the director announces the VIP again.
	 */
	readonly follows: Readonly<Record<string, string>>;
}

/** Outputs: the inputs, and what was seen. */
export interface HostOutputs extends HostInputs {
	readonly schemaVersion: 1;
	readonly family: string;
	/** Our lines of the kernel's IPVS table, as read back. */
	readonly rules: readonly string[];
	/** Changes with each change made on the host, so that what was proven before is proven again. */
	readonly revision: string;
}

/** One host in one role: a director or a real server. */
export const hostResource: Verbs<HostInputs, HostOutputs> = {
	id: ({ cluster, role, name }) => `${cluster}/${role}/${name}`,

	inputs: pick,

	// any change of the connection is an update: state must know the way in that works now, or destroy could not use it
	diff(before, inputs) {
		return {
			changed: !equal(pick(before), pick(inputs)),
			replaces: before.vip === inputs.vip ? [] : ["vip"],
		};
	},

	async create(inputs) {
		return outputs(
			inputs,
			await withSession(inputs.connection, (session) =>
				converge(session, ownerOf(inputs), inputs.desired),
			),
		);
	},

	async update(before, inputs) {
		return outputs(
			inputs,
			await withSession(inputs.connection, async (session) => {
				const observed = await converge(
					session,
					ownerOf(inputs),
					inputs.desired,
				);
				if (!equal(before.follows, inputs.follows))
					await announce(session, inputs.cluster);
				return observed;
			}),
		);
	},

	async read(before) {
		const observed = await withSession(before.connection, (session) =>
			observe(session, ownerOf(before), before.desired),
		);
		// the host answered and nothing of ours is on it: gone, to be made anew
		if (observed.record === undefined) return undefined;
		const inputs = {
			...pick(before),
			desired: live(before.desired, observed),
		};
		return { ...outputs(inputs, observed), revision: before.revision };
	},

	async delete(before) {
		return withSession(before.connection, (session) =>
			withdraw(session, ownerOf(before), before.desired),
		);
	},
};

function pick(inputs: HostInputs): HostInputs {
	const { cluster, role, name, vip, connection, desired, follows } = inputs;
	return { cluster, role, name, vip, connection, desired, follows };
}

function outputs(inputs: HostInputs, observed: Observed): HostOutputs {
	const { desired } = inputs;
	return {
		...inputs,
		schemaVersion: 1,
		family: observed.family,
		rules: Object.keys(live(desired, observed).ipvs)
			.map((key) => ruleLine(key, observed.ipvs[key] ?? ""))
			.sort(),
		revision: observed.generation,
	};
}
