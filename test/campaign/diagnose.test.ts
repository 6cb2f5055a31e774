import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, describe } from "node:test";
import { broken } from "../lab/broken.ts";
import { brokenPair } from "../lab/broken-pair.ts";
import { pair } from "../lab/diagnose-program.ts";
import { diagnoseRows, type Row } from "../lab/diagnose-rows.ts";
import { sharedLab } from "../lab/shared-lab.ts";

const rows: Row[] = [];

// Every broken layout on the labs; with REPORT=docs also docs/diagnose.md. One alone: --test-name-pattern='a cluster|b16'.
describe("diagnose, every broken layout", () => {
	diagnoseRows(sharedLab("labs/05-tun"), broken, (row) => rows.push(row));
});

describe("diagnose, with two directors", () => {
	diagnoseRows(
		sharedLab("labs/13-failover"),
		brokenPair,
		(row) => rows.push(row),
		pair,
	);

	after(() => {
		if (process.env.REPORT !== undefined)
			writeFileSync(join(process.env.REPORT, "diagnose.md"), page(rows));
	});
});

function page(rows: readonly Row[]): string {
	const cell = (text: string) => text.replaceAll("|", "\\|");
	const seconds = rows
		.map((row) => row.seconds)
		.sort((one, other) => one - other);
	const rounded = (value = 0) => value.toFixed(0);
	return `# What \`lvsctl diagnose\` says of broken clusters

Written by \`script/campaign diagnose\`: each layout was broken by hand on the machines of \`labs/05-tun\`, those with two directors on \`labs/13-failover\`, and mended after the answer. The
first line of each answer, which is its only finding, and its seconds on emulated machines, two cores without KVM. After each row \`check\` passed and \`status\` found nothing that differs,
and no host had anything left of the observation. ${rows.length} layouts, ${rounded(seconds[Math.floor(seconds.length / 2)])} s in the middle, ${rounded(seconds.at(-1))} s at most.

| layout | broken | the first line | seconds |
| --- | --- | --- | --- |
${rows.map(({ broken, said, seconds }) => `| ${broken.layout} | ${cell(broken.breakage)} | ${cell(said)} | ${rounded(seconds)} |`).join("\n")}

## What the lab cannot show

| layout | why not | what holds it |
| --- | --- | --- |
| a router whose neighbour table has rs1 for the VIP | the lab has no router | recorded answers with a router's hardware address: \`test/unit/diagnose/judge.test.ts\`, b10 |
| NAT on one network, where rs1 learned a shorter way from an ICMP redirect | the machines have two networks; a missing rule has the same effect | the same file, b19 |
| docker, podman, kube-proxy | their packages are large; a network namespace behind a rule of the same kind is the same to packets | rules as docker writes them: \`test/unit/diagnose/translated.test.ts\` |
| a router or a cloud that answers ARP for others, or that replaces the client's address | the lab has none | \`test/unit/diagnose/outweighed.test.ts\` |
| a full table of neighbours, a policy of IPsec, wrong checksums | what makes them would cut our own way to the machines | \`test/unit/diagnose/kernel-drop.test.ts\` |
| a firewall on the way that resets connections | the lab has none | \`test/unit/diagnose/loss.test.ts\` |

## What cannot be named

| what | why | what is said |
| --- | --- | --- |
| a switch, a cloud's security group, a firewall between two hosts | no host sees the packet after it left | "lost on the way", between which two, and how to look there |
| which rule of a bridge's filter drops a packet that comes in by its port | the trace begins above it | "lost on the way, or dropped by" the rules there that drop something |
| a program of XDP or eBPF that drops what comes in, and netem, which loses what leaves | neither nftables nor the kernel's reasons tell of it | "lost on the way, or dropped by" it, where one is on the link |
| which rule, where nft is not installed | nothing can be traced | what the host is like: addresses, routes, source checks, sockets; and that packets were not seen |
| a way that loses packets of full size (path MTU), where a part of the answer came, or the page is shorter than a packet | only sizes tell it, and cards join packets | "accepted, silent", and that lost packets of full size look the same, with a \`ping\` that tells |
| whether the site that users ask for is served, where no check of the service says its page and name | the first page of the first site may be served nowhere | 404 and its like, 401 and 403 are a note, and the way counts as good; a finding where another real server answers the same question |
| why a datagram of UDP has no answer, where it came to a socket | a service may leave it unanswered | it counts as good |
`;
}
