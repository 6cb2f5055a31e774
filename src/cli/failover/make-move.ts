import type { Move } from "./decide-move.ts";

/** What is done on a director. Each returns when it is so, and throws where it cannot be. */
export interface Doing<Host> {
	/** It gives the VIP away, where it has it, and takes it no more. */
	readonly takeOut: (host: Host) => Promise<void>;
	/** Waits until it has the VIP. */
	readonly becomesActive: (host: Host) => Promise<void>;
	/** It may have the VIP again. */
	readonly letIn: (host: Host) => Promise<void>;
}

/**
 * Makes a move. Where the target does not take over, or one does not leave, all that left may have the VIP again.
 *
 * @throws what stopped it.
 */
export async function makeMove<Host extends { readonly name: string }>(
	{ leave, to, out }: Move<Host>,
	{ takeOut, becomesActive, letIn }: Doing<Host>,
): Promise<void> {
	const left: Host[] = [];
	try {
		for (const host of leave) {
			// also where it says that it did not leave: it may do so later
			left.push(host);
			await takeOut(host);
		}
		await becomesActive(to);
	} catch (error) {
		const ends = await Promise.allSettled(left.map(letIn));
		const stay = left.filter((_, place) => ends[place]?.status === "rejected");
		if (stay.length > 0 && error instanceof Error)
			error.message += stay
				.map(
					({ name }) =>
						`\n  ${name} may be out still: lvsctl standby ${name} --end`,
				)
				.join("");
		throw error;
	}
	await Promise.all(left.filter(({ name }) => name !== out).map(letIn));
}
