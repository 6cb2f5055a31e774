import { byFirewalld } from "./by-firewalld.ts";
import { byIptables } from "./by-iptables.ts";
import { byNft } from "./by-nft.ts";
import { byUfw } from "./by-ufw.ts";
import type { Ruleset } from "./ruleset.ts";
import type { Stop } from "./stop.ts";
import type { WayOut } from "./way-out.ts";

/** How the owner of a filter lets packets through, by its own commands. */
export function findWayOut(stop: Stop, { chains }: Ruleset): WayOut {
	const { chain } = stop.place;
	const beside = chains.filter(({ table }) => table === chain.table);
	if (/ firewalld$/.test(chain.table)) return byFirewalld(stop);
	if (beside.some(({ name }) => name.startsWith("ufw-"))) return byUfw(stop);
	const lost = "what is put into a table of others is gone at its next reload";
	if (
		stop.passage.hooks.includes("forward") &&
		beside.some(({ name }) => name === "DOCKER-USER")
	)
		return byIptables(stop, lost, {
			chain: "DOCKER-USER",
			keep: "docker keeps that chain when it starts again; for the next boot keep the rule with netfilter-persistent save (service iptables save), or in a unit after docker.service.",
		});
	return chain.table.startsWith("iptables")
		? byIptables(stop, lost)
		: byNft(stop, lost);
}
