import { ruleLine } from "../ipvs/command.ts";
import { serviceKey } from "../ipvs/rule.ts";
import type { Cluster } from "../model/cluster.ts";
import { recordDirectory } from "../model/record-directory.ts";
import { runDirectory } from "../model/run-directory.ts";
import { answersFromVip, checkedUdpServices } from "./checked-services.ts";
import { ftpHelper } from "./director-modules.ts";
import type { DirectorParts } from "./director-parts.ts";
import { sysctlPath } from "./director-sysctls.ts";
import { guardTable } from "./failover-view.ts";
import { inertMark } from "./inert-mark.ts";
import { ownService } from "./own-service.ts";

/** The values that every template for a director may use. */
export function directorView(parts: DirectorParts) {
	const { cluster, director, unit, owner, directory, rules, modules } = parts;
	return {
		cluster: cluster.name,
		vip: cluster.vip,
		address: director.address,
		interface: director.interface ?? "",
		// two links, if clients reach us by another link than that of our address
		answered: answersFromVip(cluster) && director.interface !== undefined,
		services: rules.flatMap((rule) =>
			rule.kind === "service" ? [serviceKey(rule.match)] : [],
		),
		rules: rules.map(ruleLine),
		sysctls: Object.entries(parts.sysctls.set).map(([key, value]) => ({
			// only the host knows which link it is
			path: sysctlPath(key, "$(own_link)"),
			value,
		})),
		timeouts: timeoutWords(cluster),
		nftables: parts.nftables ?? "",
		modules,
		helpers: modules.filter((name) => name === ftpHelper),
		unit,
		directory,
		run: runDirectory(owner),
		kept: recordDirectory(owner),
		...agentsView(parts),
		// as words of awk's source
		handed: parts.handed
			.map(({ mark }) => serviceKey(ownService(mark).match))
			.join("|"),
		// no other director hands anything to the only director
		takesHanded: parts.serves && parts.agrees,
	};
}

/** For `ipvsadm --set`. Empty: none is declared. */
function timeoutWords({ timeouts: { tcp, tcpFin, udp } }: Cluster): string {
	const declared = [tcp, tcpFin, udp];
	return declared.every((seconds) => seconds === undefined)
		? ""
		: // ipvsadm wants all three, and 0 leaves a timeout as it is
			declared.map((seconds) => seconds ?? 0).join(" ");
}

/** The programs that check real servers, and that agree with other directors. */
function agentsView({ cluster, director, health, failover }: DirectorParts) {
	return {
		health: health.units[0]?.unit ?? "",
		agents: health.units.length + failover.units.length > 0,
		rises: health.rises,
		texts: health.texts,
		// as words of grep's pattern
		udp: checkedUdpServices(cluster)
			.map((key) => key.replaceAll(".", "\\."))
			.join("|"),
		failover: failover.units[0]?.unit ?? "",
		gateway: cluster.failover?.gateway ?? "",
		syncId: failover.syncId ?? "",
		syncInterface: director.syncInterface ?? "",
		guard: guardTable(cluster.name),
		inert: inertMark(cluster),
	};
}
