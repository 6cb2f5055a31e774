import { wayOfRule } from "../ipvs/forwarding.ts";
import type { ServerRule } from "../ipvs/rule.ts";
import { ruleTunnel } from "../ipvs/rule-tunnel.ts";
import { type Chosen, type Course, chosenOf } from "./course.ts";
import type { Evidence } from "./evidence.ts";
import type { Cause } from "./finding.ts";
import type { Target } from "./target.ts";

/** The rule by which IPVS sends packets to a real server, where it is not the declared one: somebody added the real server by hand. */
export function judgeRule(
	course: Course,
	director: Evidence,
	/** The real servers of the service, as the table has them. */
	found: readonly ServerRule[],
): Cause | undefined {
	const { target, server, probe } = course;
	const chosen =
		probe === undefined ? undefined : chosenOf(target, probe, director);
	if (
		chosen !== undefined &&
		!target.servers.some(({ address }) => address === chosen.address)
	)
		return undeclared(target, director, chosen, found);
	if (server === undefined) return undefined;
	const rules = found.filter(({ address }) => address.text === server.address);
	const rule =
		rules.find(({ port }) => (port || target.port) === chosen?.port) ??
		rules.find(({ port }) => port === server.rule.port) ??
		rules[0];
	if (rule === undefined) return undefined;
	const declared = server.rule;
	const moved = rule.port !== declared.port;
	const differs = methodOf(rule) !== methodOf(declared);
	if (!moved && !differs) return undefined;
	const place = (port: number) => `${server.address}:${port || target.port}`;
	return {
		host: director.name,
		hop: director.name,
		cause: `sends to ${server.name} ${differs ? `by ${methodOf(rule)} ` : ""}at ${place(rule.port)}, and ${[...(differs ? [methodOf(declared)] : []), ...(moved ? [place(declared.port)] : [])].join(" at ")} is declared`,
		wayOut: `Run lvsctl up, which puts the declared rule back.${moved ? ` It leaves the other one, which somebody added: ${deletion(target, server.address, rule.port)}` : ""}`,
	};
}

/** IPVS sends to a machine that is no declared real server of the service. */
function undeclared(
	{ key, port: usual }: Target,
	{ name }: Evidence,
	{ address, port }: Chosen,
	found: readonly ServerRule[],
): Cause {
	const rule = found.find(
		(each) =>
			each.address.text === address && (each.port || usual) === (port || usual),
	);
	return {
		host: name,
		hop: name,
		cause: `IPVS chose ${address}:${port || usual}, which is not declared for ${key}`,
		wayOut:
			rule === undefined
				? `The table has it no longer, and what was bound to it goes there until its time is over: on ${name}, ipvsadm -Lnc`
				: `lvsctl up leaves what others added. Declare it as a real server, or take it away on ${name}: ${deletion({ key }, address, rule.port)}`,
	};
}

function deletion(
	{ key }: Pick<Target, "key">,
	address: string,
	port: number,
): string {
	return `ipvsadm -d ${key} -r ${address}:${port}`;
}

/** As ipvsadm names it, and in words: `-g (direct routing)`, `-i (a tunnel, gue to port 5555)`. */
function methodOf(rule: ServerRule): string {
	const { words, tunnels } = wayOfRule(rule);
	if (!tunnels) return `-${rule.method} (${words})`;
	const { type, port } = ruleTunnel(rule);
	return `-${rule.method} (${words}, ${type}${port === undefined ? "" : ` to port ${port}`})`;
}
