import { type LinkAddress, parseLinkAddress } from "../../model/address.ts";
import { type Family, families, familyNames } from "../../model/family.ts";
import { runToEnd } from "../../ssh/run-to-end.ts";
import type { Session } from "../../ssh/session.ts";
import { parseAddressLine } from "../address-line.ts";
import { keeperNames, processesProbe } from "../keepers.ts";
import { socketTables } from "../socket-tables.ts";

/** What must be known of a host before a first declaration is written for it. */
export interface Survey {
	/** Undefined: it is none of the families that we know. */
	readonly family: Family | undefined;
	/** As the host calls its system: "Debian GNU/Linux 12 (bookworm)". */
	readonly system: string;
	/** Its IPv4 addresses, without loopback ones. */
	readonly addresses: readonly LinkAddress[];
	/** TCP ports on which something listens, not only for the host itself. */
	readonly ports: readonly number[];
	/** Which of `programs` it has. */
	readonly programs: readonly string[];
	/** Running programs that would want the same table or addresses: their units, or their names if they belong to no unit. */
	readonly running: readonly string[];
	/** How many services its IPVS table has. */
	readonly ipvsServices: number;
}

const programs = ["ipvsadm", "arping", "curl"];

/** The processes of programs that would want the same table or addresses as we do. */
const rivals = [...keeperNames, "pacemakerd"];

/** It loads no module: if ip_vs is not loaded, the file does not exist. */
const script = `[ ! -r /etc/os-release ] || . /etc/os-release
echo "os \${ID-} \${ID_LIKE-}"
echo "system \${PRETTY_NAME-without /etc/os-release}"
ip -o -4 address show | sed 's/^/address /'
awk '$4 == "0A" && $2 !~ /^0100007F:/ { print "port", $2 }' ${socketTables("tcp", "tcp6")}
for name in ${programs.join(" ")}; do ! command -v "$name" >/dev/null || echo "program $name"; done
${processesProbe(rivals)}
[ ! -r /proc/net/ip_vs ] || awk '/^(TCP|UDP|SCTP|FWM) / { print "service", $2 }' /proc/net/ip_vs
true`;

/** Looks at a host for which nothing is declared yet. It changes nothing there. */
export async function survey(session: Session): Promise<Survey> {
	return parseSurvey(
		await runToEnd(session, script, { doing: "look at the host" }),
	);
}

export function parseSurvey(text: string): Survey {
	const values = (kind: string) =>
		text
			.split("\n")
			.filter((line) => line.startsWith(`${kind} `))
			.map((line) => line.slice(kind.length + 1).trim());
	const identifiers = values("os").join(" ").split(" ");
	return {
		family: familyNames.find((family) =>
			families[family].identifiers.some((word) => identifiers.includes(word)),
		),
		system: values("system")[0] ?? "",
		addresses: values("address").flatMap((line) => {
			const found = parseAddressLine(line);
			return found === undefined || found.device === "lo"
				? []
				: (parseLinkAddress(found.written) ?? []);
		}),
		ports: [
			...new Set(
				values("port").map((each) =>
					Number.parseInt(each.split(":").at(-1) ?? "", 16),
				),
			),
		].sort((one, other) => one - other),
		programs: values("program"),
		running: [...new Set(values("runs").map(unitOrProgram))],
		ipvsServices: values("service").length,
	};
}

/** One service can have several processes. */
function unitOrProgram(line: string): string {
	const [program = "", unit = ""] = line.split(" ");
	return /\.(service|scope|slice)$/.test(unit) ? unit : program;
}
