import { HalfDoneError } from "../errors.ts";
import { converge } from "../host/change/converge.ts";
import { live } from "../host/change/live.ts";
import { withdraw } from "../host/change/withdraw.ts";
import { equal } from "../host/equal.ts";
import type { Applied } from "../host/large/change-at-once.ts";
import { observeKnown } from "../host/large/observe-known.ts";
import type { Observed } from "../host/observed.ts";
import { announce } from "../host/operations/announce.ts";
import { ownerOf } from "../host/record.ts";
import { type Secrets, withoutSecrets, withSecrets } from "../host/secrets.ts";
import { ruleLine } from "../ipvs/command.ts";
import type { Desired, Role } from "../model/desired.ts";
import type { Family } from "../model/family.ts";
import type { HostConnection } from "../model/host.ts";
import type { Session } from "../ssh/session.ts";
import { withSession } from "../ssh/with-session.ts";
import { isMade, type Made, type State, type Verbs } from "./verbs.ts";
import { withoutBlanks } from "./without-blanks.ts";

/** Inputs of a host's resource. They are kept in the user's state: names here are for ever. */
export interface HostInputs {
	/** The component that the host has its role in, e.g. a cluster. */
	readonly component: string;
	readonly role: Role;
	/** The name the user gave the host in the declaration. */
	readonly name: string;
	/** Of a cluster. */
	readonly vip?: string;
	readonly connection: HostConnection;
	readonly desired: Desired;
	/** Values for what stands as `@secret:NAME@` in `desired`; a Pulumi secret. */
	readonly secrets?: Secrets;
	/**
	 * Hosts that this one follows -> their revisions. A real server that answered ARP for the VIP until it was repaired has left its MAC
	 * with the neighbours, so after a change of any of them the director announces the VIP again.
	 */
	readonly follows: Readonly<Record<string, string>>;
}

/** Outputs: the inputs, and what was seen. */
export interface HostOutputs extends HostInputs, Made {
	readonly family: string;
	/** Our lines of the kernel's IPVS table, as read back. */
	readonly rules: readonly string[];
	/** Changes with each change made on the host, so that what was proven before is proven again. */
	readonly revision: string;
}

/** One host in one role. */
export const hostResource: Verbs<HostInputs, HostOutputs> = {
	id: ({ component, role, name }) => `${component}/${role}/${name}`,

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
			await onHost(inputs, (session, desired) =>
				converge(session, ownerOf(inputs), desired),
			),
		);
	},

	async update(before, inputs) {
		return outputs(
			inputs,
			await onHost(inputs, async (session, desired) => {
				const observed = await converge(
					session,
					ownerOf(inputs),
					desired,
					lastApplied(before),
				);
				if (
					inputs.role === "director" &&
					!(isMade(before) && equal(before.follows, inputs.follows))
				)
					await announce(session, inputs.component).catch((error: Error) => {
						throw new HalfDoneError(error);
					});
				return observed;
			}),
		);
	},

	async read(before) {
		const observed = await onHost(before, (session, desired) =>
			observeKnown(session, ownerOf(before), desired),
		);
		// the host answered and nothing of ours is on it: gone, to be made anew
		if (observed.record === undefined) return undefined;
		const inputs = {
			...pick(before),
			desired: live(pick(before).desired, observed, before.secrets),
		};
		return isMade(before)
			? { ...outputs(inputs, observed), revision: before.revision }
			: inputs;
	},

	async delete(before) {
		return onHost(before, (session, desired) =>
			withdraw(session, ownerOf(before), desired),
		);
	},
};

/** Undefined of a half-made resource: how much of its inputs the host has got, only a look tells. */
function lastApplied(
	before: State<HostInputs, HostOutputs>,
): Applied | undefined {
	return isMade(before)
		? {
				desired: withSecrets(pick(before).desired, before.secrets ?? {}),
				family: before.family as Family,
				generation: before.revision,
			}
		: undefined;
}

/** The host, and what is desired of it with the values of its secrets, which no error names. */
function onHost<Result>(
	{ connection, desired, secrets = {} }: HostInputs,
	work: (session: Session, desired: Desired) => Promise<Result>,
): Promise<Result> {
	return withoutSecrets(secrets, async () => {
		const filled = withSecrets(withoutBlanks(desired), secrets);
		return withSession(connection, (session) => work(session, filled));
	});
}

function pick(inputs: HostInputs): HostInputs {
	const { component, role, name, vip, connection, desired, secrets, follows } =
		inputs;
	return {
		component,
		role,
		name,
		...(vip === undefined ? {} : { vip }),
		connection,
		desired: withoutBlanks(desired),
		...(secrets === undefined ? {} : { secrets }),
		follows,
	};
}

function outputs(inputs: HostInputs, observed: Observed): HostOutputs {
	const { desired } = inputs;
	return {
		...inputs,
		schemaVersion: 1,
		family: observed.family,
		rules: Object.keys(live(desired, observed, inputs.secrets).ipvs)
			.flatMap((key) => {
				const rule = observed.ipvs.get(key);
				return rule === undefined ? [] : [ruleLine(rule)];
			})
			.sort(),
		revision: observed.generation,
	};
}
