import { componentOf } from "../../../model/owner.ts";
import { programDirectory } from "../../../model/program-directory.ts";
import { sh } from "../../../ssh/shell.ts";
import { movedAddresses } from "../../moved-addresses.ts";
import type { Question } from "../../question.ts";
import { knownPeers } from "./known-peers.ts";

/**
 * Address that is to move with the VIP -> link-layer address of a machine that answers for it, and is none of the directors. Asked only before our keepalived knows
 * the address; afterwards a director has it. A machine that does not answer a ping is not seen: what is known of a neighbour alone proves nothing. A director is
 * known by its address on the same link; on another link nothing is told.
 */
export const movedHolders: Question<Readonly<Record<string, string>>> = {
	onlyBefore: true,
	probe(desired, _family, owner) {
		const { failover } = desired;
		const moved = movedAddresses(desired);
		if (failover === undefined || moved.length === 0) return "";
		const agreed = `${programDirectory(componentOf(owner, "director") ?? "")}/failover.conf`;
		const asks = moved.map(
			(address) =>
				sh`case $agreed in *[!0-9.]${address}/32*) ;; *) ! ping -n -c 1 -W 0.5 ${address} | grep -q ttl= || { held=1; ip -4 neigh show to ${address}; } ;; esac`,
		);
		const peers = knownPeers(failover);
		return [
			sh`agreed=$(cat ${agreed} 2>/dev/null) held=`,
			...asks,
			`[ -z "$held" ] || { ${[...peers, "true"].join("; ")}; }`,
		].join("\n");
	},
	parse({ lines }, desired) {
		const found = lines.flatMap((line) => {
			const [, address, link, hardware] =
				/^(\S+) dev (\S+)(?:.* lladdr (\S+))?/.exec(line.trim()) ?? [];
			return address === undefined ? [] : [{ address, link, hardware }];
		});
		const peers = Object.values(desired.failover?.peers ?? {});
		const directors = found.filter(({ address }) => peers.includes(address));
		return Object.fromEntries(
			movedAddresses(desired).flatMap((address) => {
				const holder = found.find((each) => each.address === address);
				const onLink = directors.filter(({ link }) => link === holder?.link);
				return holder?.hardware === undefined ||
					onLink.length === 0 ||
					onLink.some(({ hardware }) => hardware === holder.hardware)
					? []
					: [[address, holder.hardware]];
			}),
		);
	},
};
