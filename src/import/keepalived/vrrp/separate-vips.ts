import type { DeclaredRules } from "../../declare-vip.ts";
import { placeOf } from "../../place-of.ts";
import type { Place, Unread } from "../../script/read-script.ts";
import type { Vrrp } from "./read-vrrp.ts";

/** VIPs that move together in keepalived, by one instance or a group, and separately here. */
export function separateVips(
	clusters: readonly DeclaredRules[],
	{ instances, groups }: Vrrp,
): Unread[] {
	const vips = new Set(clusters.map(({ vip }) => vip));
	const remark = (place: Place, members: typeof instances, more: string) => {
		const own = members
			.flatMap(({ addresses }) => addresses.map(({ address }) => address))
			.filter((address) => vips.has(address));
		return own.length < 2
			? []
			: [
					{
						...placeOf(place),
						reason: `${own.join(", ")} are VIPs of clusters of their own, and each moves by itself${more}`,
					},
				];
	};
	return [
		...instances.flatMap((instance) =>
			remark(
				instance,
				[instance],
				instance.routerId === undefined
					? ""
					: `; ${instance.routerId.value} is the number of the first, and the others have one that follows from their names`,
			),
		),
		...groups.flatMap((group) =>
			remark(
				group,
				instances.filter(({ name }) => group.members.includes(name)),
				"",
			),
		),
	];
}
