import { randomBytes } from "node:crypto";
import { HalfDoneError } from "../errors.ts";
import { converge, type Note } from "../host/change/converge.ts";
import { live } from "../host/change/live.ts";
import { planDeclared } from "../host/change/plan-declared.ts";
import { withdraw } from "../host/change/withdraw.ts";
import { equal } from "../host/equal.ts";
import type { Applied } from "../host/large/change-at-once.ts";
import { observeKnown } from "../host/large/observe-known.ts";
import type { Observed } from "../host/observed.ts";
import { announce } from "../host/operations/announce.ts";
import { type Holder, holderBeside, ownerOf } from "../host/record.ts";
import { type Secrets, withoutSecrets, withSecrets } from "../host/secrets.ts";
import { ruleLine } from "../ipvs/command.ts";
import type { Desired, Role } from "../model/desired.ts";
import type { Family } from "../model/family.ts";
import type { HostConnection } from "../model/host.ts";
import { machineLabel } from "../ssh/host-label.ts";
import type { Session } from "../ssh/session.ts";
import { underName } from "../ssh/under-name.ts";
import { withSession } from "../ssh/with-session.ts";
import { replacement } from "./replacement.ts";
import { isMade, type Made, type State, type Verbs } from "./verbs.ts";
import { wayOut } from "./way-out.ts";
import { withoutBlanks } from "./without-blanks.ts";

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
	/** Name -> value of the secrets that stand as `@secret:NAME@` in `desired`. A Pulumi secret. */
	readonly secrets?: Secrets;
	/**
	 * Hosts that this host follows -> their revisions. Example: a real server wrongly answered ARP for the VIP until it was repaired,
	 * so neighbours know its MAC address. After a change of any real server the director therefore announces the VIP again.
	 */
	readonly follows: Readonly<Record<string, string>>;
	/** No input, but part of every state: by it the resource knows its own record on a host. States of earlier versions do not have it. */
	readonly token?: string;
}

/** Outputs: the inputs, and what was seen on the host. */
export interface HostOutputs extends HostInputs, Made {
	readonly family: string;
	/** Our rules in the kernel's IPVS table, as read back. */
	readonly rules: readonly string[];
	/** A word that changes with each change of the host, so that smoke tests run again. */
	readonly revision: string;
}

/** One host in one role. */
export const hostResource: Verbs<HostInputs, HostOutputs> = {
	id: ({ component, role, name }) => `${component}/${role}/${name}`,

	inputs: pick,

	diff: (before, inputs) => ({
		changed: !equal(compared(before), compared(inputs)),
		...replacement(before, inputs),
	}),

	async create(inputs) {
		const token = randomBytes(8).toString("hex");
		return knowing({ token }, async () =>
			outputs(
				{ ...inputs, token },
				await onHost(inputs, (session, desired) =>
					converge(session, ownerOf(inputs), desired, {
						holder: holderOf(inputs, token),
						note: noteOf(inputs),
					}),
				),
			),
		);
	},

	async update(before, inputs) {
		const { token = randomBytes(8).toString("hex") } = before;
		return knowing({ token }, async () =>
			outputs(
				{ ...inputs, token },
				await onKnown(inputs, async (session, desired) => {
					const observed = await converge(session, ownerOf(inputs), desired, {
						holder: holderOf(inputs, token),
						last: lastApplied(before),
						formerly: formerWay(before, inputs),
						note: noteOf(inputs),
					});
					if (
						inputs.role === "director" &&
						!(isMade(before) && equal(before.follows, inputs.follows))
					)
						await announce(session, inputs.component).catch((error: Error) => {
							throw new HalfDoneError(error);
						});
					return observed;
				}),
			),
		);
	},

	async read(before) {
		// where pulumi shows what differs, it tells errors without the resource
		const { observed, left } = await underName(before.name, () =>
			onKnown(before, async (session, desired) => {
				const observed = await observeKnown(session, ownerOf(before), desired);
				return {
					observed,
					left: planDeclared(ownerOf(before), desired, observed).length,
				};
			}),
		);
		const { record } = observed;
		// the host answered and has no record of ours: the resource is gone, and Pulumi makes it anew
		if (record === undefined || holderBeside(record, before.token))
			return undefined;
		const inputs = {
			...pick(before),
			...(before.token === undefined ? {} : { token: before.token }),
			desired: live(pick(before).desired, observed, before.secrets),
		};
		// what no input shows, like a unit that systemd must read again: as half-made it is updated all the same
		const hidden = left > 0 && equal(compared(before), compared(inputs));
		return isMade(before) && !hidden
			? { ...outputs(inputs, observed), revision: before.revision }
			: inputs;
	},

	async delete(before) {
		return onKnown(
			before,
			(session, desired) =>
				withdraw(session, ownerOf(before), desired, before.token),
			{ leaving: true },
		);
	},
};

function formerWay(before: HostInputs, now: HostInputs): string | undefined {
	const was = machineLabel(before.connection);
	return was === machineLabel(now.connection) ? undefined : was;
}

function holderOf(inputs: HostInputs, token: string): Holder {
	const { stack = "" } = inputs;
	return { stack, resource: hostResource.id(inputs), token };
}

/** Runs `work`. Where it does not come to its end, the state of the half-made resource has these properties too. */
async function knowing<Result>(
	properties: Readonly<Record<string, unknown>>,
	work: () => Promise<Result>,
): Promise<Result> {
	try {
		return await work();
	} catch (error) {
		throw error instanceof HalfDoneError
			? new HalfDoneError(error.cause as Error, properties)
			: error;
	}
}

/** The engine shows what a provider prints. */
function noteOf(inputs: HostInputs): Note {
	return (line) => console.log(`${hostResource.id(inputs)}: note: ${line}`);
}

/** What was applied last. Undefined for a half-made resource: only a look tells how much of its inputs the host has got. */
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

/** Runs `work` with the host and its desired state, secrets filled in. No error shows a secret. */
function onHost<Result>(
	{ name, connection, desired, secrets = {} }: HostInputs,
	work: (session: Session, desired: Desired) => Promise<Result>,
): Promise<Result> {
	return withoutSecrets(secrets, async () => {
		const filled = withSecrets(withoutBlanks(desired), secrets);
		return withSession(connection, (session) => work(session, filled), {
			name,
		});
	});
}

/** As `onHost`, for a host that the state knows: it may be gone for good. */
async function onKnown<Result>(
	inputs: HostInputs,
	work: (session: Session, desired: Desired) => Promise<Result>,
	{ leaving = false } = {},
): Promise<Result> {
	try {
		return await onHost(inputs, work);
	} catch (error) {
		throw wayOut(error, inputs, leaving);
	}
}

function pick(inputs: HostInputs): HostInputs {
	const { component, role, name, stack, vip, connection, desired } = inputs;
	const { secrets, follows } = inputs;
	return {
		component,
		role,
		name,
		...(stack === undefined ? {} : { stack }),
		...(vip === undefined ? {} : { vip }),
		connection,
		desired: withoutBlanks(desired),
		...(secrets === undefined ? {} : { secrets }),
		follows,
	};
}

/**
 * What an update is decided by. Which ports a role serves itself, and what it cannot share, follow from what is set up, and only decide
 * whether `up` refuses: states of earlier versions do not have them, and are as good. Nor do they have the stack.
 */
function compared(inputs: HostInputs): HostInputs {
	const { desired, stack, ...others } = pick(inputs);
	const { serves, sole, ...setUp } = desired;
	return { ...others, desired: setUp };
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
