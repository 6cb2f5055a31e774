import type { DeployedHost } from "../stack/deployed.ts";
import { type Found, lookAt } from "../status/look-at.ts";

/** What was seen of one host in one role before `up` or `preview`. */
export interface Look extends Pick<Found, "drift" | "refused" | "unseen"> {
	readonly host: DeployedHost;
}

/** Looks at hosts side by side, one execution for each role, and changes nothing. One that is away is an answer too. */
export function lookFirst(hosts: readonly DeployedHost[]): Promise<Look[]> {
	return Promise.all(
		hosts.map(async (host) => {
			const { drift, refused, unseen } = await lookAt(host, {
				counts: false,
			});
			return {
				host,
				drift,
				refused,
				...(unseen === undefined ? {} : { unseen }),
			};
		}),
	);
}

/** Whether the host is not as the last `up` left it, or such that `up` refuses it. */
export const differs = ({ drift, refused }: Look) =>
	drift.length + refused.length > 0;

/** Whether the host could not be looked at. */
export const isAway = ({ unseen }: Look) => unseen !== undefined;
