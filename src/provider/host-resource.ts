import { randomBytes } from "node:crypto";
import { HalfDoneError } from "../errors.ts";
import type { Applied } from "../host/change/change-at-once.ts";
import { converge, type Note } from "../host/change/converge.ts";
import { live } from "../host/change/live.ts";
import { planDeclared } from "../host/change/plan-declared.ts";
import { refuseMove } from "../host/change/refuse-move.ts";
import { withdraw } from "../host/change/withdraw.ts";
import { equal } from "../host/equal.ts";
import { observeKnown } from "../host/large/observe-known.ts";
import { announce } from "../host/operations/announce.ts";
import { type Holder, holderBeside } from "../host/record.ts";
import { withSecrets } from "../host/secrets.ts";
import type { FormerData } from "../model/desired.ts";
import type { Family } from "../model/family.ts";
import { ownerOf } from "../model/owner.ts";
import { machineLabel } from "../ssh/host-label.ts";
import { underName } from "../ssh/under-name.ts";
import { formerPlace } from "./former-place.ts";
import { hostDiff } from "./host-diff.ts";
import {
	compared,
	type HostInputs,
	type HostOutputs,
	inputsOf,
} from "./host-inputs.ts";
import { hostOutputs } from "./host-outputs.ts";
import { knowing } from "./knowing.ts";
import { onHost, onKnown } from "./on-host.ts";
import { takeSuccessor } from "./successors.ts";
import { isMade, type State, type Verbs } from "./verbs.ts";

/** One host in one role. */
export const hostResource: Verbs<HostInputs, HostOutputs> = {
	id: ({ component, role, name }) => `${component}/${role}/${name}`,

	inputs: inputsOf,

	checked(before, inputs) {
		const former = formerPlace(hostResource.id(inputs), before, inputs);
		return former === undefined ? inputs : { ...inputs, former };
	},

	diff: (before, inputs) => hostDiff(hostResource.id(inputs), before, inputs),

	async create(inputs) {
		const token = randomBytes(8).toString("hex");
		return knowing({ token }, async () =>
			hostOutputs(
				{ ...inputs, token },
				await onHost(comingFrom(inputs.former, inputs), (session, desired) =>
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
			hostOutputs(
				{ ...inputs, token },
				await onKnown(
					comingFrom(formerHere(before), inputs),
					async (session, desired) => {
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
							await announce(session, inputs.component).catch(
								(error: Error) => {
									throw new HalfDoneError(error);
								},
							);
						return observed;
					},
				),
			),
		);
	},

	async read(before) {
		// when pulumi shows differences, it prints errors without the resource
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
		// the host answered and has no record of ours: the resource is gone, and Pulumi creates it again
		if (record === undefined || holderBeside(record, before.token))
			return undefined;
		const inputs = {
			...inputsOf(before),
			...(before.token === undefined ? {} : { token: before.token }),
			desired: live(inputsOf(before).desired, observed, before.secrets),
		};
		// a difference that no input shows, like a unit that systemd must read again: then Pulumi gets the resource as half-made, as a half-made resource is updated
		// even if no input differs
		const hidden = left > 0 && equal(compared(before), compared(inputs));
		return isMade(before) && !hidden
			? { ...hostOutputs(inputs, observed), revision: before.revision }
			: inputs;
	},

	async delete(before) {
		const next = takeSuccessor(hostResource.id(before));
		if (next !== undefined)
			await onHost(next, (session, desired) =>
				refuseMove(session, ownerOf(next), desired, {
					stack: next.stack,
					token: before.token,
				}),
			);
		return onKnown(
			before,
			(session, desired) =>
				withdraw(session, ownerOf(before), desired, {
					...(before.token === undefined ? {} : { token: before.token }),
					moves: next !== undefined,
				}),
			{ leaving: true },
		);
	},
};

function formerWay(before: HostInputs, now: HostInputs): string | undefined {
	const was = machineLabel(before.connection);
	return was === machineLabel(now.connection) ? undefined : was;
}

/** The inputs with the place where users' data lay before, for the look at the host. */
function comingFrom(
	former: FormerData | undefined,
	inputs: HostInputs,
): HostInputs {
	return former === undefined
		? inputs
		: { ...inputs, desired: { ...inputs.desired, former } };
}

/** Where users' data lay on the same machine. */
function formerHere(
	before: State<HostInputs, HostOutputs>,
): FormerData | undefined {
	const { data } = before.desired;
	return data === undefined
		? undefined
		: { data, ...(isMade(before) ? { whole: true as const } : {}) };
}

function holderOf(inputs: HostInputs, token: string): Holder {
	return { stack: inputs.stack, resource: hostResource.id(inputs), token };
}

/** The engine shows everything that a provider prints. */
function noteOf(inputs: HostInputs): Note {
	return (line) => console.log(`${hostResource.id(inputs)}: note: ${line}`);
}

/** What was applied last. Undefined for a half-made resource: only a look shows which of its inputs the host has got. */
function lastApplied(
	before: State<HostInputs, HostOutputs>,
): Applied | undefined {
	return isMade(before)
		? {
				desired: withSecrets(inputsOf(before).desired, before.secrets ?? {}),
				family: before.family as Family,
				generation: before.revision,
			}
		: undefined;
}
