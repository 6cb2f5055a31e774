import type { Move } from "./decide-move.ts";
import { withLines } from "./with-lines.ts";

/** The actions on a director. Each returns when it is done, and throws if it is not possible. */
export interface Doing<Host> {
	/** It gives the VIP away, if it has it, and does not take it any more. */
	readonly takeOut: (host: Host) => Promise<void>;
	/** Waits until it has the VIP. */
	readonly becomesActive: (host: Host) => Promise<void>;
	/** It may have the VIP again. */
	readonly letIn: (host: Host) => Promise<void>;
}

/**
 * Makes a move. If the target does not take over, or a director does not leave, all directors that left may have the VIP again.
 *
 * @throws the error that stopped it, and which directors may still be out.
 */
export async function makeMove<Host extends { readonly name: string }>(
	{ vip, leave, to, out }: Move<Host>,
	doing: Doing<Host>,
): Promise<void> {
	const left: Host[] = [];
	try {
		for (const host of leave) {
			// also if it says that it did not leave: it may do so later
			left.push(host);
			await doing.takeOut(host);
		}
		await doing.becomesActive(to);
	} catch (error) {
		const { stay } = await letAllIn(left, doing);
		throw withLines(error, stay.map(mayBeOut));
	}
	const { stay, reason } = await letAllIn(
		left.filter(({ name }) => name !== out),
		doing,
	);
	if (stay.length > 0)
		throw withLines(reason, [
			`${to.name} has ${vip} now, and that is done`,
			...stay.map(mayBeOut),
		]);
}

/** Lets each of them in, also where another one cannot be. @returns those that could not be, and why the first could not. */
async function letAllIn<Host>(
	all: readonly Host[],
	{ letIn }: Doing<Host>,
): Promise<{ readonly stay: readonly Host[]; readonly reason?: unknown }> {
	const ends = await Promise.allSettled(all.map(letIn));
	const [failed] = ends.filter((each) => each.status === "rejected");
	return {
		stay: all.filter((_, place) => ends[place]?.status === "rejected"),
		reason: failed?.reason,
	};
}

function mayBeOut({ name }: { readonly name: string }): string {
	return `${name} may be out still: lvsctl standby ${name} --end`;
}
