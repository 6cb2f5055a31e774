import type { Ipv4 } from "./address.ts";
import { overlap } from "./answer-route.ts";
import type { Claim, MachineNames, ServedClaim } from "./claim.ts";
import { engineClash } from "./engine-clash.ts";
import { haveSameMarks } from "./own-mark.ts";
import { formatPath } from "./path.ts";
import { nameOfBoth } from "./site-names.ts";
import { markOf } from "./tables.ts";

/** The conflict between a claim and one of `owner` ("cluster web"). Undefined: there is none, or it is not known yet. */
export function clash(
	mine: Claim,
	other: Claim,
	owner: string,
): string | undefined {
	switch (mine.kind) {
		case "name":
			return other.kind === "name" &&
				mine.what === other.what &&
				mine.name === other.name
				? `${mine.name} is already the name of another ${mine.what} of this program: what is on a host is known by the kind and the name of its component, and by these lvsctl knows it too; give one of the two another name`
				: undefined;
		case "vip":
			if (other.kind === "address" && mine.vip === other.address)
				return `${mine.vip} is already the address of ${serviceOf(other)} of ${owner}; write a VIP that no machine has`;
			if (other.kind === "gateway" && mine.vip === other.gateway)
				return `${mine.vip} is already the ${wordOf(other)} of ${owner}; write a VIP that no machine has`;
			return other.kind === "vip" &&
				mine.vip === other.vip &&
				areTwo(mine.director, other.director)
				? `${mine.vip} is already the VIP of ${owner}, on another director: two machines would answer for one address; write another VIP, or the director of ${owner}`
				: undefined;
		case "port":
			return other.kind === "port" &&
				mine.vip === other.vip &&
				mine.protocol === other.protocol &&
				mine.port === other.port &&
				areOne(mine.director, other.director)
				? `${mine.port === "all" ? `all ports of ${mine.vip} are already those` : `port ${mine.port} of ${mine.vip} is already that`} of ${serviceOf(other)} of ${owner}; give each service a port of its own, or each cluster a VIP of its own`
				: undefined;
		case "mark":
			return other.kind === "mark" &&
				mine.mark === other.mark &&
				areOne(mine.director, other.director)
				? `mark ${mine.mark} is already that of ${serviceOf(other)} of ${owner}, on the same director; give each service a mark of its own`
				: undefined;
		case "router":
			return other.kind === "router" &&
				mine.routerId === other.routerId &&
				areOne(mine.director, other.director)
				? `${mine.routerId} is already the number of ${owner}, on the same directors; write another one here, like \`failover: { routerId: ${(mine.routerId % 255) + 1} }\``
				: undefined;
		case "sync":
			return other.kind === "sync" &&
				areOne(mine.director, other.director) &&
				mine.directors.join() !== other.directors.join()
				? `${owner} has one of these directors and others beside it (${other.directors.join(", ")}), and a kernel can tell one group alone of its connections; declare the same directors in both, or directors of its own here`
				: undefined;
		case "sync link":
			return other.kind === "sync link" &&
				mine.link !== other.link &&
				areOne(mine.director, other.director)
				? `${owner} tells of connections by ${linkWords(other.link)} on this machine, and this cluster by ${linkWords(mine.link)}: a kernel has one link for it; write the same syncInterface in both, or in none`
				: undefined;
		case "setting":
			return other.kind === "setting" &&
				mine.setting === other.setting &&
				mine.value !== other.value &&
				areOne(mine.director, other.director)
				? `${owner} has ${other.value} on the same director, and a kernel has one value for all clusters; write the same in both, or leave it out in one of them`
				: undefined;
		case "packet table":
		case "guard table":
			return (other.kind === "packet table" || other.kind === "guard table") &&
				mine.kind !== other.kind &&
				mine.table === other.table &&
				areOne(mine.machine, other.machine)
				? `tables of the packet filter follow from the name of a cluster, and on ${mine.name} both this name and that of ${owner} lead to ${mine.table}; give one of the clusters another name`
				: undefined;
		case "gateway": {
			const holder = holderOf(mine.gateway, other, owner);
			return holder === undefined
				? undefined
				: `${mine.gateway} is already the ${holder}; write an address${wordOf(mine) === "gateway" ? " of the directors' link" : ""} that nothing else has`;
		}
		case "address":
			if (other.kind === "gateway" && mine.address === other.gateway)
				return `${mine.address} is the ${wordOf(other)} of ${owner}; write the machine's own address, or another ${wordOf(other)} there`;
			return other.kind === "vip" && mine.address === other.vip
				? `${mine.address} is the VIP of ${owner}; write the machine's own address, or another VIP there`
				: undefined;
		case "store":
			return other.kind === "store" &&
				mine.port === other.port &&
				areOne(mine.machine, other.machine)
				? `port ${mine.port} of this machine is already that of ${owner}; write another port`
				: undefined;
		case "engine":
			return other.kind === "engine" && areOne(mine.machine, other.machine)
				? engineClash(mine, other, owner)
				: undefined;
		case "file":
			return other.kind === "file" &&
				mine.file === other.file &&
				mine.content !== other.content &&
				areOne(mine.machine, other.machine)
				? `${mine.file} is already a file of ${owner} on one of these hosts, with another text; write the same text, or another path`
				: undefined;
		case "table":
			return other.kind === "table" &&
				markOf(mine.table) === markOf(other.table) &&
				areOne(mine.machine, other.machine)
				? `the routing table of a cluster follows from its name, and on ${mine.realServer} ${mine.table === other.table ? `both this name and that of ${owner} lead to ${mine.table}` : `this name leads to ${mine.table} and that of ${owner} to ${other.table}, whose packets have the same mark`}; give one of the clusters another name`
				: undefined;
		case "own marks":
			return other.kind === "own marks" &&
				haveSameMarks(mine.cluster, other.cluster) &&
				areOne(mine.director, other.director)
				? `the marks of health checks, and of packets that directors hand over, follow from the name of a cluster, and on ${mine.name} this name and that of ${owner} lead to the same; give one of the clusters another name`
				: undefined;
		case "answers":
			return other.kind === "answers" &&
				mine.gateway !== other.gateway &&
				!areOne(mine.director, other.director) &&
				overlap(mine.packets, other.packets) &&
				areOne(mine.machine, other.machine)
				? `${mine.packets.port === "all" ? `all ${mine.packets.protocol} ports of ${mine.realServer} answer` : `${mine.packets.protocol} port ${mine.packets.port} of ${mine.realServer} answers`} through ${mine.gateway} here and through ${other.gateway} in ${owner}, and packets from one port can take only one way back; use another port or another address of the machine, the same director in both, or forward one of them by "fullnat"`
				: undefined;
		case "page":
			if (
				other.kind === "page" &&
				mine.realServer !== other.realServer &&
				onOnePort(mine, other)
			)
				return `the page of ${mine.realServer} is already that of ${owner}, which calls the machine ${other.realServer}; give it one name in both, or take page out of one of them`;
			return other.kind === "site" && onOnePort(mine, other)
				? `port ${mine.port} of ${mine.realServer} is already that of ${formatPath(other.path)} of ${owner}; take page out of this cluster`
				: undefined;
		case "site":
			return other.kind === "page" && onOnePort(mine, other)
				? `port ${mine.port} of ${mine.realServer} has the page of ${owner} already; take page out of that cluster, or give the site a port of its own`
				: undefined;
		case "served":
			return other.kind === "served" && onOnePort(mine, other)
				? servedTwice(mine, other, `${formatPath(other.path)} of ${owner}`)
				: undefined;
		case "tables":
			return other.kind === "tables" &&
				mine.of === other.of &&
				mine.in === other.in
				? `${mine.in} has the tables of ${owner} already, and this one would take them for its own, and write its URL and its administrator's password there; declare another database for it`
				: undefined;
	}
}

/** What another claim uses this address for. Undefined: nothing. */
function holderOf(
	address: Ipv4,
	other: Claim,
	owner: string,
): string | undefined {
	switch (other.kind) {
		case "vip":
			return other.vip === address ? `VIP of ${owner}` : undefined;
		case "gateway":
			return other.gateway === address
				? `${wordOf(other)} of ${owner}, and goes where its VIP goes`
				: undefined;
		case "address":
			return other.address === address
				? `address of ${serviceOf(other)} of ${owner}`
				: undefined;
		default:
			return undefined;
	}
}

function linkWords(link: string | undefined): string {
	return link ?? "the link of its `address`";
}

/** The purpose of an address that moves with a VIP, in a word. */
function wordOf({ path }: Claim): string {
	return path.at(-1) === "gateway" ? "gateway" : "other address";
}

/** Without the key of its port, mark or address. */
function serviceOf({ path }: Claim): string {
	return formatPath(path.slice(0, -1));
}

/** @param holder the place of the other one: "sites.main of website shop" */
function servedTwice(
	mine: ServedClaim,
	other: ServedClaim,
	holder: string,
): string | undefined {
	const at = `port ${mine.port} of ${mine.realServer}`;
	if (mine.tls !== other.tls)
		return `has ${mine.tls ? "TLS" : "no TLS"} on ${at}, on which ${holder} has ${other.tls ? "it" : "none"}; give one of the two another port`;
	const name = nameOfBoth(mine.names, other.names);
	if (name === undefined) return undefined;
	if (mine.redirects || other.redirects)
		return `${name} on ${at} is ${mine.redirects ? `already that of ${holder}, and visitors are sent from there to HTTPS` : `where ${holder} sends visitors to HTTPS`}: one of the two would never be served; give the site on ${at} another name or port`;
	return `${name} on ${at} is already that of ${holder}, and one of the two would never be served; write another name or port, or leave one of them out`;
}

type WebClaim =
	| Extract<Claim, { readonly kind: "page" | "site" }>
	| ServedClaim;

function onOnePort(one: WebClaim, other: WebClaim): boolean {
	return one.port === other.port && areOne(one.machine, other.machine);
}

function areOne(one: MachineNames, other: MachineNames): boolean {
	return one.some((name) => other.includes(name));
}

/** This is certain only if both names are known for each: one machine may have several connections. */
function areTwo(one: MachineNames, other: MachineNames): boolean {
	return one.length === 2 && other.length === 2 && !areOne(one, other);
}
