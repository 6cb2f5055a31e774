import type { Survey } from "../../host/operations/survey.ts";
import { families } from "../../model/family.ts";
import type { HostConnection } from "../../model/host.ts";
import { loginUser, sshPort } from "../../ssh/host-label.ts";

/** A host of the new project, and what was found on it. */
export interface SeenHost {
	readonly name: string;
	readonly role: "director" | "real server" | "client";
	readonly connection: HostConnection;
	readonly survey: Survey;
	/** Its address towards the others, with the prefix of the link. */
	readonly address: string;
	/** TCP ports at which it will serve. For a director they are those of the VIP. */
	readonly ports: readonly number[];
}

/** What the new project needs on a host, and what of it is already there; then remarks for the user before the first `up`. */
export function needsOf(
	{ name, role, connection, survey, address, ports }: SeenHost,
	{ page, takesOver }: { readonly page: boolean; readonly takesOver: boolean },
): string[] {
	const { family = "debian", system, programs, running, ipvsServices } = survey;
	const { names } = families[family];
	if (role === "client")
		return [
			`  ${name}: client, ${system}, ${address}`,
			`    rights: ${loginUser(connection)}; curl (${programs.includes("curl") ? "there" : "to be installed by you"}); ports: ${sshPort(connection)} from here (SSH)`,
		];
	const packages = [
		...(role === "director" ? [["ipvsadm", "ipvsadm"] as const] : []),
		[names["arping-package"], "arping"] as const,
	].map(
		([name, program]) =>
			`${name} (${programs.includes(program) ? "there" : "will be installed"})`,
	);
	const user = loginUser(connection);
	const used = ports.filter((port) => survey.ports.includes(port));
	const unused = ports.filter((port) => !survey.ports.includes(port));
	const is = (numbers: readonly number[]) =>
		`port ${numbers.join(", ")} ${numbers.length === 1 ? "is" : "are"}`;
	const notes = [
		...running.map(
			(service) =>
				`${service} runs here, and would change the same table or addresses as we: stop and disable it before lvsctl up`,
		),
		...(role === "director" && ipvsServices > 0 && !takesOver
			? [
					`its IPVS table has ${ipvsServices === 1 ? "1 service, which stays" : `${ipvsServices} services, which stay`}; to take over what it has: lvsctl init --from`,
				]
			: []),
		...(role === "real server" && page && used.length > 0
			? [`${is(used)} in use: the test page will not get it`]
			: []),
		...(role === "real server" && !page && unused.length > 0
			? [
					`nothing listens on port ${unused.join(", ")} yet: clients are refused until your server runs here`,
				]
			: []),
	];
	const reached = [
		`${sshPort(connection)} from here (SSH)`,
		...ports.map((port) => `${port} from clients`),
	];
	return [
		`  ${name}: ${role}, ${system}, ${address}`,
		`    rights: ${user === "root" ? "root" : `${user}, by sudo without a password`}; packages: ${[
			...packages,
			...(role === "real server" && page
				? [`${names.httpd}, for the test page`]
				: []),
		].join(", ")}; ports: ${reached.join(", ")}`,
		...notes.map((note) => `    note: ${note}`),
	];
}
