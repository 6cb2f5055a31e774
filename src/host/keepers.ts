import type { Keepers } from "./found-director.ts";
import { keepalivedFiles } from "./keepalived-files.ts";
import { isOurUnit, type Ours } from "./ours.ts";

/**
 * Shell text that prints `runs NAME UNIT` for each process whose name begins with one of these. Containers with a network of their
 * own have a table and addresses of their own, and are left out.
 */
export function processesProbe(names: readonly string[]): string {
	return `for comm in $(grep -slxE '(${names.join("|")}).*' /proc/[0-9]*/comm); do
	process=\${comm%/comm}
	[ ! "$process/ns/net" -ef /proc/self/ns/net ] || echo "runs $(cat "$comm") $(grep -m1 -o '[^/]*$' "$process/cgroup")"
done`;
}

/** Programs that write services into the table of IPVS by themselves, as their processes are called. */
export const keeperNames = ["keepalived", "ldirectord", "kube-proxy"];

/** Which of them run besides us. The services that keepalived writes are read from its configuration, one line for each service. */
export const keepersProbe = `${processesProbe(keeperNames)}
${keepalivedFiles}
lvs_keepalived grep -hs '^[[:space:]]*virtual_server[[:space:]]'
true`;

/** Whether the distribution's unit would start: what its ConditionFileNotEmpty asks. */
export const configuredProbe =
	"[ ! -s /etc/keepalived/keepalived.conf ] || echo configured";

export function parseKeepers(lines: readonly string[], ours: Ours): Keepers {
	const running: Record<string, string> = {};
	const services: string[] = [];
	let configured = false;
	for (const line of lines) {
		const [word, one = "", two = ""] = line.trim().split(/\s+/);
		if (word === "runs") {
			// the keepalived that does our checks writes only a service that no packet reaches, and the one that gives us the VIP writes nothing
			if (!isOurUnit(ours, two)) running[one] ??= two;
		} else if (word === "configured") configured = true;
		else services.push([one, two].join(" ").replace(/ ?\{.*$/, ""));
	}
	return { running, keepalived: services, configured };
}

/** A keepalived counts only if it balances. Otherwise it may announce addresses, which does not concern the table. */
export function otherOwners(keepers: Keepers): string[] {
	return Object.keys(keepers.running).filter(
		(program) =>
			program === "ldirectord" ||
			(program === "keepalived" && keepers.keepalived.length > 0),
	);
}
