import { parseTable } from "../../../ipvs/parse-rule.ts";
import { serversOf } from "../../../ipvs/rule.ts";
import { gatewayOf } from "../../../model/answer-route.ts";
import type { Desired } from "../../../model/desired.ts";
import type { FoundWay, PeerTunnel } from "../../found-director.ts";
import { linesAfter } from "../../lines-after.ts";
import type { Observed } from "../../observed.ts";
import type { Question } from "../../question.ts";

/** Each address once, in the order in which the look asks. */
function addressesOf({ ipvs, routes }: Desired): string[] {
	const servers = serversOf(parseTable(ipvs));
	return [
		...new Set([
			...servers.map(({ address }) => address.text),
			...Object.values(routes).flatMap((route) => gatewayOf(route) ?? []),
		]),
	];
}

/**
 * How a director reaches its real servers, and a real server the director to which its answers go: address -> the route to it.
 * A host on a link of this one, or this one itself, is left out. One process asks for all. An Ethernet device of a program (TAP) is a link as others are.
 */
export const ways: Question<Observed["ways"]> = {
	onlyBefore: true,
	probe(desired) {
		const addresses = addressesOf(desired);
		return addresses.length === 0
			? ""
			: `ip -4 -force -batch - 2>&1 <<end
${addresses.map((address) => `route get ${address}`).join("\n")}
end
for path in /sys/class/net/*; do
	while read -r line; do [ "$line" != DEVTYPE=wireguard ] || echo "wireguard \${path##*/}"; done <"$path/uevent"
	[ ! -e "$path/tun_flags" ] || { read -r flags <"$path/tun_flags" && [ $((flags & 1)) = 0 ]; } || echo "tun \${path##*/}"
done`;
	},
	parse({ lines }, desired) {
		const addresses = addressesOf(desired);
		const tunnels = (["wireguard", "tun"] as const).flatMap((kind) =>
			linesAfter(kind, lines).map((device): PeerTunnel => ({ device, kind })),
		);
		return Object.fromEntries(
			lines.flatMap((line): [string, FoundWay][] => {
				const [, address = "", word, next] =
					/^([\d.]+) (via|dev) (\S+)/.exec(line) ?? [];
				if (word === "via") return [[address, { router: next }]];
				const tunnel = tunnels.find(({ device }) => device === next);
				if (word === "dev")
					return tunnel === undefined ? [] : [[address, { tunnel }]];
				const failed = /^Command failed -:(\d+)/.exec(line)?.[1];
				const unknown = addresses[Number(failed) - 1];
				return unknown === undefined ? [] : [[unknown, { router: undefined }]];
			}),
		);
	},
};
