import { noteEnd, noteFound } from "../../provider/found.ts";
import { hostResource } from "../../provider/host-resource.ts";
import type { Deployed, DeployedHost } from "../stack/deployed.ts";
import { type Found, lookAt } from "../status/look-at.ts";

/** What a look found on one host in one role before it is changed. */
export interface Look
	extends Pick<
		Found,
		"drift" | "refused" | "failing" | "faults" | "drained" | "unseen"
	> {
	readonly host: DeployedHost;
}

/**
 * Looks at hosts at the same time, with one execution for each role, and changes nothing. A host that cannot be reached is an answer too.
 *
 * @param reading the state that has the hosts.
 * @param directory where each answer is noted for the provider, as soon as it is there. See found.ts.
 */
export async function lookFirst(
	reading: Promise<Pick<Deployed, "hosts">>,
	directory: string,
): Promise<Look[]> {
	try {
		const { hosts } = await reading;
		return await Promise.all(
			hosts.map(async (host) => {
				const look = await lookAtOne(host);
				const id = hostResource.id(host);
				noteFound(directory, { ...host, id }, differs(look));
				return look;
			}),
		);
	} finally {
		noteEnd(directory);
	}
}

/** Looks at one host in one role. */
export async function lookAtOne(host: DeployedHost): Promise<Look> {
	const { drift, refused, failing, faults, drained, unseen } = await lookAt(
		host,
		{
			counts: false,
		},
	);
	return {
		host,
		drift,
		refused,
		failing,
		faults,
		drained,
		...(unseen === undefined ? {} : { unseen }),
	};
}

/** Whether the host differs from what the last `up` left, or `up` would refuse it. */
export const differs = ({ drift, refused }: Look) =>
	drift.length + refused.length > 0;

/** Whether the host could not be looked at. */
export const isAway = ({ unseen }: Look) => unseen !== undefined;
